#pragma once
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sogdia/claims/evidence/rates.h"
#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// What a claim is about: goods from one country to another, the trade of two (no direction), or the exports,
// imports or trade of one with the world (`to` or `from` empty; `from` alone with total = its whole trade).
struct Subject {
  bool total = false;
  std::string from, to;

  bool operator==(const Subject&) const = default;
};

struct SubjectHash {
  std::size_t operator()(const Subject& s) const {
    const std::hash<std::string_view> code;
    return (code(s.from) * 31 + code(s.to)) * 2 + s.total;
  }
};

// Of the same two countries, whatever the flow.
inline bool same_two(const Subject& a, const Subject& b) {
  return !a.from.empty() && !a.to.empty() &&
         ((a.from == b.from && a.to == b.to) || (a.from == b.to && a.to == b.from));
}

inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

// One printed or estimated number about a subject.
struct Figure {
  Subject subject;
  Period period;
  double value = 0;  // USD; at the year's rate where another currency was printed, NaN without one
  std::string currency = "USD";  // as printed
  double printed = kNoNumber;    // in that currency
  double half_digit = 0;         // half of its last printed digit, in that currency
  double growth = kNoNumber;     // fraction over the year before, in that currency; NaN where not printed
  double half_growth = 0.0005;   // half of that rate's last printed digit
  bool revised = false;  // that growth is over a later figure of the year before than the one first printed
  // What the next year's growth says that this figure has become, as a range; NaN where nothing says so.
  double restated_low = kNoNumber, restated_high = kNoNumber;
  std::string reporter;  // whose customs or statistics; "" = the trade table
  std::string table;     // of the pack
  bool estimated = false;
  bool summed = false;  // of the two directions that were printed
  std::string source;
  // Of the trade table: who stands behind it (of both directions, the weaker), and by what the 80 % interval
  // divides and multiplies it; NaN where there is none.
  std::string reported_by;
  double factor = std::numeric_limits<double>::quiet_NaN();

  // No customs office of either side, nor a partner's, says anything: not what a claim can be held against.
  bool unreported() const { return reported_by == "none" || reported_by == "embargo"; }
  bool by_same(const Figure& other) const { return reporter == other.reporter && currency == other.currency; }
};

class TradeRows;

class Figures {
 public:
  Figures(const Evidence& evidence, const Rates& rates);
  ~Figures();
  // Printed figures first, in the tables' order. Empty where there is none.
  const std::vector<Figure>& about(const Subject& subject) const;
  // Figures of which growth alone was printed; their values are NaN.
  const std::vector<Figure>& growth_about(const Subject& subject) const;
  // All that the tables know a flow of with `code`; groups left out.
  const std::set<std::string>& partners(const std::string& code) const;

 private:
  void add(Figure figure);
  void add_missing_totals(const std::vector<Figure>& printed);
  using Lists = std::unordered_map<Subject, std::vector<Figure>, SubjectHash>;
  Lists by_subject_, growth_by_subject_;
  // Rows of the trade table that no office printed anything beside, as they are asked for; texts may be read
  // side by side.
  std::unique_ptr<const TradeRows> trade_;
  mutable std::shared_mutex asking_;
  mutable Lists asked_;
  mutable std::once_flag all_partners_;
  mutable std::unordered_map<std::string, std::set<std::string>> partners_;
};

// The figures of one table each, in its order; the trade of two from both of its directions.
std::vector<Figure> customs_figures(const Table& customs);
std::vector<Figure> partner_figures(const Table& partner_trade, const Rates& rates);
std::vector<Figure> printed_flow_figures(const Table& flows_printed);
std::vector<Figure> merchandise_figures(const Table& merchandise_totals);
// Adds the other direction: its value, the wider of the intervals, and nobody's report where one has none.
void add_direction(Figure& total, const Figure& other);
std::vector<Figure> world_figures(const Table& trade_totals);

// "$190.3 billion"
std::string money_text(double usd);
// As it was printed: "$190.3 billion", "253.1 billion euros".
std::string money_text(const Figure& figure);

}  // namespace sogdia::claims
