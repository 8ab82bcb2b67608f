// Any bytes are refused as no text, or give prose in UTF-8 whose places are those of the input, and claims in
// the order of the text, each the words that stand at its place, with a note; an edit has a kind and an
// explanation, and nothing is judged without evidence.
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/claims/plain/plain_text.h"
#include "sogdia/core/error.h"
#include "sogdia/core/utf8.h"

namespace {

using Texts = std::vector<std::string>;

sogdia::Evidence parties() {
  sogdia::Table countries;
  countries.add("iso3", Texts{"CHN", "RUS", "KAZ", "DEU"});
  countries.add("name", Texts{"China", "Russia", "Kazakhstan", "Germany"});
  countries.add("names", Texts{"Mainland China", "Russian Federation", "", ""});
  sogdia::Table demonyms;
  demonyms.add("name", Texts{"Chinese", "Sino", "Russian", "German", "European Union", "EU"});
  demonyms.add("code", Texts{"CHN", "CHN", "RUS", "DEU", "EU", "EU"});
  demonyms.add("kind", Texts{"adjective", "prefix", "adjective", "adjective", "name", "abbreviation"});
  sogdia::Evidence evidence;
  evidence.parties = sogdia::party_names(countries, &demonyms);
  return evidence;
}

const sogdia::Table& customs() {
  static const sogdia::Table rows = [] {
    sogdia::Table made;
    made.add("reporter", Texts{"CHN", "CHN", "CHN"});
    made.add("partner", Texts{"RUS", "RUS", "RUS"});
    made.add("flow", Texts{"total", "exports", "total"});
    made.add("period", Texts{"2022", "2022", "2023"});
    made.add("from_date", Texts{"2022-01-01", "2022-01-01", "2023-01-01"});
    made.add("to_date", Texts{"2022-12-31", "2022-12-31", "2023-12-31"});
    made.add("value_usd", std::vector<double>{190271000000, 76120000000, 240110000000});
    made.add("growth", std::vector<double>{0.293, 0.128, std::numeric_limits<double>::quiet_NaN()});
    made.add("status", Texts{"observed", "observed", "observed"});
    made.add("source", Texts{"a", "a", "b"});
    return made;
  }();
  return rows;
}

const sogdia::Table& rates() {
  static const sogdia::Table rows = [] {
    sogdia::Table made;
    made.add("currency", Texts{"CNY", "RUB"});
    made.add("year", std::vector<std::int64_t>{2022, 2022});
    made.add("per_usd", std::vector<double>{6.74, 68.5});
    return made;
  }();
  return rows;
}

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sogdia::Evidence none = parties();
  static const sogdia::Evidence some = [] {
    sogdia::Evidence evidence = parties();
    evidence.customs = &customs();
    evidence.exchange_rates = &rates();
    return evidence;
  }();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  sogdia::claims::PlainText prose;
  try {
    prose = sogdia::claims::plain_text(text);
  } catch (const sogdia::Error& error) {
    check(!error.message.empty() && !error.hint.empty());
    return 0;
  }
  for (std::size_t k = 0, at = 0; k < prose.text.size(); at = prose.start[k++])
    check(prose.start[k] >= at && prose.start[k] <= prose.end[k] && prose.end[k] <= size);
  check(sogdia::is_utf8(prose.text));
  std::size_t last = 0;
  for (const auto& claim : sogdia::check_claims(text, some)) {
    check(claim.start < claim.end && claim.end <= text.size() && claim.start >= last);
    check(claim.text == prose.text.substr(claim.prose_start, claim.prose_end - claim.prose_start));
    check(sogdia::is_utf8(claim.text));
    check(!claim.note.empty() && !claim.kind.empty());
    check(!claim.edit || (!claim.edit->kind.empty() && !claim.edit->explanation.empty()));
    check(claim.verdict != sogdia::Verdict::likely_error || !claim.evidence.empty());
    last = claim.start;
  }
  for (const auto& claim : sogdia::check_claims(text, none)) check(claim.evidence.empty());
  return 0;
}
