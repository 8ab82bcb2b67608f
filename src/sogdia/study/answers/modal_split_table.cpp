#include "sogdia/study/answers/modal_split_table.h"

#include <charconv>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

double share_of_all(double of, double whole) { return whole > 0 ? of / whole : 0; }

}  // namespace

void read_km(const std::string& words, const std::string& where, SplitAsked& asked) {
  if (words.empty()) return;
  const auto dash = words.find('-');
  const auto number = [&](const std::string& text, double missing) {
    if (text.empty()) return missing;
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || !(value >= 0))
      throw Error("`" + words + "` is no range of km", where, "such as 400-800, or 1600- for all above");
    return value;
  };
  if (dash == std::string::npos)
    throw Error("`" + words + "` is no range of km", where, "such as 400-800, or 1600- for all above");
  asked.km_low = number(words.substr(0, dash), 0);
  asked.km_high = number(words.substr(dash + 1), asked.km_high);
  if (!(asked.km_low < asked.km_high))
    throw Error("`" + words + "` is empty", where, "the smaller number comes first");
}

Table modal_split_table(const std::vector<SplitAsked>& asked, const std::vector<ModalSplit>& splits) {
  std::vector<std::int64_t> row;
  std::vector<std::string> from, to, mode;
  std::vector<double> usd, tonnes, tkm, by_value, by_tonnes, by_tkm;
  for (std::size_t k = 0; k < asked.size(); ++k) {
    Carriage all;
    for (const Carriage& c : splits[k]) {
      all.usd += c.usd;
      all.tonnes += c.tonnes;
      all.tonne_km += c.tonne_km;
    }
    for (std::size_t m = 0; m < kSplitModes; ++m) {
      const Carriage& c = splits[k][m];
      if (!(c.usd > 0)) continue;
      row.push_back(static_cast<std::int64_t>(k) + 1);
      from.push_back(asked[k].from);
      to.push_back(asked[k].to.empty() ? asked[k].from : asked[k].to);
      mode.emplace_back(to_string(static_cast<SplitMode>(m)));
      usd.push_back(c.usd);
      tonnes.push_back(c.tonnes);
      tkm.push_back(c.tonne_km);
      by_value.push_back(share_of_all(c.usd, all.usd));
      by_tonnes.push_back(share_of_all(c.tonnes, all.tonnes));
      by_tkm.push_back(share_of_all(c.tonne_km, all.tonne_km));
    }
  }
  Table table;
  table.name = "modes";
  table.add("row", row).add("from", from).add("to", to).add("mode", mode);
  table.add("share_value", by_value).add("share_tonnes", by_tonnes).add("share_tonne_km", by_tkm);
  return table.add("usd", usd).add("tonnes", tonnes).add("tonne_km", tkm);
}

}  // namespace sogdia
