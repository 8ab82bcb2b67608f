#pragma once
#include <limits>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// What a claim is about: goods from one country to another, the trade of two (no direction), or the exports,
// imports or trade of one with the world (`to` or `from` empty; `from` alone with total = its whole trade).
struct Subject {
  bool total = false;
  std::string from, to;

  bool operator==(const Subject&) const = default;
};

inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

// One printed or estimated number about a subject.
struct Figure {
  Subject subject;
  Period period;
  double value = 0;      // USD
  double growth = 0;     // fraction over the year before; NaN where not printed
  bool revised = false;  // that growth is over a later figure of the year before than the one first printed
  // What the next year's growth says that this figure has become, as a range; NaN where nothing says so.
  double restated_low = kNoNumber, restated_high = kNoNumber;
  std::string reporter;  // whose customs; "" = the trade table
  bool estimated = false;
  std::string source;
  // Of the trade table: who stands behind it (of both directions, the weaker), and by what the 80 % interval
  // divides and multiplies it; NaN where there is none.
  std::string reported_by;
  double factor = std::numeric_limits<double>::quiet_NaN();

  // No customs office of either side, nor a partner's, says anything: not what a claim can be held against.
  bool unreported() const { return reported_by == "none" || reported_by == "embargo"; }
};

class Figures {
 public:
  explicit Figures(const Evidence& evidence);
  // Printed figures first, in the tables' order. Empty where there is none.
  const std::vector<Figure>& about(const Subject& subject) const;
  // All that the tables know a flow of with `code`.
  const std::set<std::string>& partners(const std::string& code) const;

 private:
  void add(Figure figure);
  void add_missing_totals(const std::vector<Figure>& printed);
  std::unordered_map<std::string, std::vector<Figure>> by_subject_;
  std::unordered_map<std::string, std::set<std::string>> partners_;
};

// "$190.3 billion"
std::string money_text(double usd);

}  // namespace sogdia::claims
