#pragma once
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// Printed figures held against evidence. A closed grammar reads amounts, growth rates, shares, targets and
// dated events out of English prose; each becomes a Claim. docs/explanation/claims.md has the grammar, the
// tolerances and the order of edits.

enum class Verdict {
  consistent,     // fits the evidence within its own printed digits
  likely_error,   // does not fit, and `edit` says what would make it fit
  ambiguous,      // several readings fit, or none
  not_checkable,  // no evidence on it
};
const char* to_string(Verdict verdict);  // "consistent", "likely error", "ambiguous", "not checkable"

// The cheapest change to the text that makes it fit the evidence.
struct Edit {
  // scale | flow | year | period | mirror | currency | reading | direction | arithmetic | digit | figure
  std::string kind;
  std::string value;        // what to print instead: "$190 billion", "exports", "2021"
  std::string explanation;  // "printed a thousand times too small; $190.3 billion by China's customs"
};

struct EvidenceItem {
  std::string source;  // key into sources.csv; may be empty
  std::string figure;  // "trade between China and Russia: $190.3 billion by China's customs"
  std::string period;  // "2022", "January-September 2023", "2023-03-20"
  // of the pack: "customs", "trade", "pledges" ...; "text" where it stands in the text itself
  std::string table{};
  double value = std::numeric_limits<double>::quiet_NaN();  // NaN where it is no number
  std::string unit{};                                       // "USD", "fraction", "countries" ...
  std::string status{};                                     // "observed" or "estimated"
};

// What a claim's words were taken to mean, in its own units.
struct Printed {
  double value = std::numeric_limits<double>::quiet_NaN();  // NaN where nothing is counted
  std::string unit;                                         // "USD", "CNY", "fraction", "countries" ...
  double low = value, high = value;                         // what its printed digits and hedges stand for
};

struct Claim {
  std::string text;  // its words, without mark-up: plain_text(input).text[prose_start, prose_end)
  std::size_t start = 0, end = 0;  // bytes of the input; never inside a character
  std::size_t prose_start = 0, prose_end = 0;
  // amount | growth | share | rank | target | count | event | balance | multiple
  std::string kind;
  std::vector<std::string> parties;  // codes of the pack
  std::string flow;                  // "trade", "exports", "imports"; from the first party to the second
  std::string period;                // "2022"; empty where none is meant
  std::string reporter;              // whose customs the words name
  Printed printed;
  std::string reading;  // "trade, China-Russia, 2022, by China's customs"
  Verdict verdict = Verdict::not_checkable;
  std::optional<Edit> edit;
  std::string note;  // one sentence for a reader; never empty
  std::vector<EvidenceItem> evidence;
};

// A name by which a text may call a country or group: {"Russian Federation", "RUS"}. The first name of a code
// is the one it is called by in explanations.
struct PartyName {
  enum class Kind {
    plain,
    capital,  // stands for its country where it acts or trades
    office,   // publishes the statistics of its country: "Destatis"
    leader,   // one of the two whom "their" and "the two countries" mean
  };
  std::string name, code;
  Kind kind = Kind::plain;
};

// From countries.csv (iso3, name, names separated by |): names; then from demonyms.csv (name, code, kind) the
// adjectives, abbreviations and groups ("Chinese", "Sino", "US", "EU"), of countries without a row left out.
std::vector<PartyName> party_names(const Table& countries, const Table* demonyms);

// Tables of the world pack; null where absent. Columns as in docs/reference/data.md.
struct Evidence {
  std::vector<PartyName> parties;
  const Table* customs = nullptr;  // reporter, partner, flow, from_date, to_date, value_usd, growth ...
  const Table* partner_trade =
      nullptr;  // reporter, partner, flow, from_date, to_date, currency, value_bn ...
  const Table* flows_printed = nullptr;       // reporter, partner, flow, year, value_usd
  const Table* merchandise_totals = nullptr;  // iso3, year, flow, value_busd
  const Table* trade = nullptr;               // exporter, importer, year, value_usd, status
  const Table* trade_totals = nullptr;        // iso3, year, flow, value_usd
  const Table* pledges = nullptr;          // date, parties, flow, target_usd, by_year, text, outcome_usd ...
  const Table* events = nullptr;           // date, kind, parties, title
  const Table* forums = nullptr;           // from_date, announced_countries, actual_countries
  const Table* un_resolutions = nullptr;   // resolution, date, name, yes, no, abstain, source
  const Table* un_votes = nullptr;         // resolution, date, iso3, vote (yes, no, abstain, absent)
  const Table* bri_signatories = nullptr;  // iso3, status (signed, withdrew), year, year_other, source
  const Table* blocs = nullptr;            // bloc, name, iso3, from_year, to_year, status, source
  // currency, year, per_usd; without it only figures in dollars can be held
  const Table* exchange_rates = nullptr;
};

// Claims in the order of the text, which may be plain, Markdown, HTML, subtitles or a table, in UTF-8 or in
// UTF-16 or UTF-32 with their mark (plain_text.h). Any bytes may come in, in time linear in their number;
// what is no text, or a date that is none, throws Error. `date` (YYYY-MM-DD, or empty) is the day on which
// the text was written, for "last year"; a dateline in the text comes first.
std::vector<Claim> check_claims(std::string_view text, const Evidence& evidence,
                                const std::string& date = "");

// The same for many texts: the evidence is made ready once, in the time of some thousand sentences.
namespace claims {
struct Pack;
}
std::shared_ptr<const claims::Pack> prepare_evidence(const Evidence& evidence);
std::vector<Claim> check_claims(std::string_view text, const claims::Pack& pack,
                                const std::string& date = "");

// The same in two steps: the first, a tenth of the whole for a long text, needs no evidence yet, and may be
// taken while that is read. A prose is checked once.
namespace claims {
struct Prose;
}
std::shared_ptr<claims::Prose> read_prose(std::string_view text);
std::vector<Claim> check_claims(claims::Prose& prose, const claims::Pack& pack, const std::string& date = "");

}  // namespace sogdia
