#include "sogdia/claims/claims.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "sogdia/claims/plain/plain_text.h"
#include "sogdia/claims/reader/reader.h"
#include "sogdia/core/error.h"

namespace sogdia {

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::consistent:
      return "consistent";
    case Verdict::likely_error:
      return "likely error";
    case Verdict::ambiguous:
      return "ambiguous";
    case Verdict::not_checkable:
      return "not checkable";
  }
  return "";
}

namespace claims {
namespace {

void require_date(const std::string& date) {
  if (date.empty()) return;
  bool shaped = date.size() == 10 && date[4] == '-' && date[7] == '-';
  for (std::size_t k = 0; shaped && k < date.size(); ++k)
    shaped = k == 4 || k == 7 || (date[k] >= '0' && date[k] <= '9');
  const auto part = [&](std::size_t at, std::size_t length) {
    int value = 0;
    for (const char c : date.substr(at, length)) value = 10 * value + (c - '0');
    return value;
  };
  if (shaped && std::chrono::year_month_day(std::chrono::year(part(0, 4)),
                                            std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                            std::chrono::day(static_cast<unsigned>(part(8, 2))))
                    .ok())
    return;
  throw Error("`" + date + "` is no date", "the date of the text", "write year, month and day as 2024-01-12");
}

// From places in the prose to places in the input.
void place_in_input(std::vector<Claim>& claims, const PlainText& prose) {
  for (Claim& claim : claims) {
    claim.prose_start = claim.start;
    claim.prose_end = claim.end;
    claim.start = prose.input_start(claim.prose_start);
    claim.end = prose.input_end(claim.prose_end);
  }
  // The labels that a table's cell was given stand elsewhere, and are no claim at the cell.
  std::erase_if(claims, [](const Claim& claim) { return claim.start == claim.end; });
}

// By their places in the text. A claim is large, and is moved once.
std::vector<Claim> in_order(std::vector<Claim> claims) {
  std::vector<std::size_t> order(claims.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return claims[k].start; });
  std::vector<Claim> sorted;
  sorted.reserve(claims.size());
  for (const std::size_t k : order) sorted.push_back(std::move(claims[k]));
  return sorted;
}

}  // namespace

// What the text says, and that in words and sentences.
struct Prose {
  PlainText plain;
  std::vector<Token> tokens;
  std::vector<Span> sentences;

  explicit Prose(std::string_view text)
      : plain(plain_text(text)),
        tokens(tokenize(plain.text)),
        sentences(claims::sentences(plain.text, tokens)) {}
};
}  // namespace claims

std::shared_ptr<const claims::Pack> prepare_evidence(const Evidence& evidence) {
  return std::make_shared<const claims::Pack>(evidence);
}

std::vector<Claim> check_claims(std::string_view text, const Evidence& evidence, const std::string& date) {
  return check_claims(text, claims::Pack(evidence), date);
}

std::vector<Claim> check_claims(std::string_view text, const claims::Pack& pack, const std::string& date) {
  return check_claims(*read_prose(text), pack, date);
}

std::shared_ptr<claims::Prose> read_prose(std::string_view text) {
  return std::make_shared<claims::Prose>(text);
}

std::vector<Claim> check_claims(claims::Prose& prose, const claims::Pack& pack, const std::string& date) {
  claims::require_date(date);
  const int month = date.empty() ? -1 : std::atoi(date.c_str()) * 12 + std::atoi(date.c_str() + 5) - 1;
  claims::Reader reader(prose.plain.text, std::move(prose.tokens), pack, month);
  for (const auto& sentence : prose.sentences) reader.read(sentence);
  reader.read_whole_text();
  claims::place_in_input(reader.claims, prose.plain);
  return claims::in_order(std::move(reader.claims));
}

}  // namespace sogdia
