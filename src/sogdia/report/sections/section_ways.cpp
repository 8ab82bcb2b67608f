#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/report/charts/chart_dumbbell.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/headline_box.h"
#include "sogdia/report/facts/corridor_choice.h"
#include "sogdia/report/facts/story.h"
#include "sogdia/report/sections/change_figures.h"
#include "sogdia/report/sections/section.h"

// What a change of the network does: closures, and projects or reforms, by the pairs whose way it moves.
namespace sogdia::report {

namespace {

constexpr double kMoved = 0.005;    // a way is another when its time or cost moves by half a per cent
constexpr double kWorthARow = 1e9;  // USD of trade a year between the two

// Trade between two countries, both ways.
struct PairWay {
  std::string a, b;
  TradeSum trade;
  double hours_before = 0, hours_after = 0, cost_before = 0, cost_after = 0;
  bool lost = false;  // no way is left
  double added() const { return hours_after - hours_before; }
};

struct Ways {
  std::vector<PairWay> pairs;  // whose way moves, largest trade first; those without a way among them
  TradeSum trade;              // of them
  double world = 0;            // all trade before
  double hours_before = 0, hours_after = 0;  // means over their trade, pairs with a way left
  TradeSum lost;
  std::size_t lost_pairs = 0;
};

Ways ways_of(const Page& page) {
  std::map<std::pair<std::string, std::string>, PairWay> sums;
  Ways ways;
  for (const Move& move : moves_of(page.result)) {
    ways.world += move.trade_before;
    const auto key = std::minmax(move.exporter, move.importer);
    PairWay& pair = sums.try_emplace({key.first, key.second}).first->second;
    pair.a = key.first, pair.b = key.second;
    if (!std::isfinite(move.hours_before)) continue;
    const double weight = std::max(move.trade_before, 1.0);
    pair.lost = pair.lost || !std::isfinite(move.hours_after);
    pair.hours_before += weight * move.hours_before, pair.hours_after += weight * move.hours_after;
    pair.cost_before += weight * move.cost_before, pair.cost_after += weight * move.cost_after;
    pair.trade.add(move);
  }
  double weight = 0;
  for (auto& [key, pair] : sums) {
    if (!(pair.hours_before > 0)) continue;
    const bool moved = pair.lost || std::fabs(pair.hours_after / pair.hours_before - 1) >= kMoved ||
                       std::fabs(pair.cost_after / pair.cost_before - 1) >= kMoved;
    if (!moved) continue;
    ways.trade.before += pair.trade.before, ways.trade.after += pair.trade.after;
    if (pair.lost) {
      ways.lost.before += pair.trade.before, ways.lost.after += pair.trade.after;
      ways.lost_pairs += 1;
    } else {
      ways.hours_before += pair.hours_before, ways.hours_after += pair.hours_after;
      weight += pair.trade.before;
    }
    const double own = std::max(pair.trade.before, 2.0);
    pair.hours_before /= own, pair.hours_after /= own, pair.cost_before /= own, pair.cost_after /= own;
    ways.pairs.push_back(pair);
  }
  ways.hours_before /= std::max(weight, 1.0), ways.hours_after /= std::max(weight, 1.0);
  std::stable_sort(ways.pairs.begin(), ways.pairs.end(),
                   [](const PairWay& p, const PairWay& q) { return p.trade.before > q.trade.before; });
  return ways;
}

std::string pair_name(const Page& page, const PairWay& pair) {
  return country_name(page.result, pair.a) + " – " + country_name(page.result, pair.b);
}

std::string signed_days(double hours) {
  const std::string words = std::fabs(hours) < 48
                                ? days(std::fabs(hours))
                                : fixed(std::fabs(hours) / 24, 1) + std::string(kNarrow) + "days";
  return (hours > 0 ? "+" : hours < 0 ? std::string(kMinus) : "") + words;
}

HeadNumber income_box(const std::vector<IncomeChange>& countries) {
  if (countries.empty()) return {};
  const IncomeChange world = pooled_by_spending(countries, "World");
  constexpr double kNothing = 1e6;  // USD: no number to open a page with
  if (!std::isfinite(world.mid) || std::fabs(world.usd) < kNothing) return {};
  return {signed_money(world.usd), "world goods income a year",
          std::fabs(world.mid) < kNoChange
              ? "less than a hundredth of a per cent of it"
              : fmt::format("{}, {} over the elasticities", signed_percent(world.mid),
                            percent_range(world.low, world.high))};
}

// What the network's change does besides: oil and gas without a way, and the income of who owns a canal.
std::vector<std::string> beside_ways(const Result& result) {
  constexpr double kTold = 5e8;  // USD
  std::vector<std::string> sentences;
  const auto found = result.tables.find("countries");
  if (found == result.tables.end()) return sentences;
  const Table& countries = found->second;
  if (!countries.find("stranded_usd") || !countries.find("dues_change_usd")) return sentences;
  const auto& name = countries.text("name");
  const auto stranded = countries.numbers("stranded_usd"), dues = countries.numbers("dues_change_usd");
  double all = 0;
  std::vector<std::pair<double, std::string>> whose;
  for (std::size_t row = 0; row < stranded.size(); ++row) {
    all += stranded[row];
    if (stranded[row] >= kTold) whose.emplace_back(stranded[row], name[row]);
  }
  std::sort(whose.rbegin(), whose.rend());
  if (!whose.empty()) {
    std::vector<std::string> most;
    for (std::size_t k = 0; k < std::min<std::size_t>(whose.size(), 3); ++k)
      most.push_back(with_article(whose[k].second));
    sentences.push_back(
        fmt::format("Oil, its products and gas worth {} a year lose their last way and are not produced, "
                    "most of all in {}.",
                    money(all), list(most)));
  }
  for (std::size_t row = 0; row < dues.size(); ++row)
    if (std::fabs(dues[row]) >= kTold)
      sentences.push_back(fmt::format("{} {} {} a year of canal dues.", capitalised(with_article(name[row])),
                                      dues[row] < 0 ? "loses" : "gains", money(std::fabs(dues[row]))));
  return sentences;
}

HeadBox headline(const Page& page, const Ways& ways, bool closure) {
  const int year = page.result.study.base.year;
  const auto countries = country_changes(page.result);
  HeadBox box;
  const auto corridors = corridor_changes(page.result);
  if (!closure && !corridors.empty() && corridors.front().hours_change() <= -kMoved) {
    const CorridorChange& best = corridors.front();
    box.numbers.push_back({signed_days(best.hours_after - best.hours_before), "on the " + best.name,
                           fmt::format("{} instead of {}", days(best.hours_after), days(best.hours_before))});
  } else if (ways.hours_before > 0 && std::fabs(ways.hours_after - ways.hours_before) >= 1) {
    box.numbers.push_back({signed_days(ways.hours_after - ways.hours_before),
                           "on the way of the trade that is touched, mean",
                           fmt::format("{} instead of {}", days(ways.hours_after), days(ways.hours_before))});
  }
  if (ways.trade.before > 0)
    box.numbers.push_back({money(ways.trade.before),
                           fmt::format("of goods trade a year has another way ({})", year),
                           percent(ways.trade.before / ways.world) + " of world trade"});
  box.numbers.push_back(income_box(countries));
  if (ways.trade.before > 0)
    box.sentences.push_back(
        fmt::format("Trade between the countries whose way is another {}.",
                    moves(ways.trade.change(), "rises by", "falls by", "stays as it was")));
  if (ways.lost_pairs > 0)
    box.sentences.push_back(fmt::format("{} pairs of countries lose their last way, with trade of {} in {}.",
                                        ways.lost_pairs, money(ways.lost.before), year));
  for (auto& sentence : beside_ways(page.result)) box.sentences.push_back(std::move(sentence));
  box.sentences.push_back(together_words(page.result.study));
  if (ways.pairs.empty())
    box.sentences.push_back("No pair of countries has another way by half a per cent of its time or cost.");
  return box;
}

std::set<std::string> mended(const Page& page) {
  std::set<std::string> codes;
  for (const IncomeChange& c : country_changes(page.result))
    if (c.mended) codes.insert(c.code);
  return codes;
}

std::vector<PairWay> ranked(const Page& page, const Ways& ways) {
  const auto left_out = mended(page);
  std::vector<PairWay> list;
  for (const PairWay& pair : ways.pairs) {
    if (pair.trade.before >= kWorthARow && !left_out.contains(pair.a) && !left_out.contains(pair.b))
      list.push_back(pair);
  }
  return list;
}

std::string days_figure(const Page& page, const std::vector<PairWay>& pairs) {
  constexpr std::size_t kMost = 8;
  const int year = page.result.study.base.year;
  Figure figure;
  figure.id = "pair-days";
  DumbbellChart chart;
  figure.table.columns = {
      "Between", "Trade of " + std::to_string(year), "Days before", "Days after", "Cost before", "Cost after",
      "Trade"};
  figure.table.numeric = {false, true, true, true, true, true, true};
  for (const PairWay& pair : pairs) {
    if (chart.rows.size() == kMost) break;
    if (pair.lost) continue;
    const std::string name = pair_name(page, pair);
    chart.rows.push_back({name, pair.hours_before / 24, pair.hours_after / 24, days_number(pair.hours_before),
                          days_number(pair.hours_after),
                          signed_percent(pair.hours_after / pair.hours_before - 1, 1)});
    figure.table.rows.push_back({name, money(pair.trade.before), days_number(pair.hours_before),
                                 days_number(pair.hours_after), percent(pair.cost_before),
                                 percent(pair.cost_after), signed_percent(pair.trade.change())});
  }
  if (chart.rows.empty()) return "";
  const PairWay& first = *std::find_if(pairs.begin(), pairs.end(), [](const auto& p) { return !p.lost; });
  figure.title = fmt::format("Goods between {} and {} take {} days instead of {}",
                             with_article(country_name(page.result, first.a)),
                             with_article(country_name(page.result, first.b)), days_number(first.hours_after),
                             days_number(first.hours_before));
  figure.subtitle = fmt::format(
      "Mean days door to door over places and modes, before and after the changes; the {} largest trades of "
      "{} whose way is another",
      chart.rows.size(), year);
  figure.source = "Sogdia, on the world pack’s network, speeds and terminal times";
  figure.status =
      "computed from estimated speeds and dwell times; cost: of freight and of the days, in the goods’ value";
  figure.table.caption = figure.subtitle;
  figure.table.file = "pair-days";
  chart.title = figure.title;
  chart.desc = "Dots of days before and after the changes, one row a pair of countries.";
  chart.tick = [](double value) { return significant(value) + " days"; };
  figure.draw = [&](Width width, const std::string& id) { return draw_dumbbells(chart, width, id); };
  return html_figure(figure);
}

std::string pair_trade_figure(const Page& page, std::vector<PairWay> pairs) {
  const auto difference = [](const PairWay& p) { return p.trade.after - p.trade.before; };
  std::stable_sort(pairs.begin(), pairs.end(), [&](const auto& p, const auto& q) {
    return std::fabs(difference(p)) > std::fabs(difference(q));
  });
  constexpr std::size_t kMost = 7;
  if (pairs.size() > kMost) pairs.resize(kMost);
  if (pairs.empty() || std::fabs(difference(pairs.front())) < 1e6) return "";
  std::vector<TradeRow> rows;
  for (const PairWay& pair : pairs) rows.push_back({pair_name(page, pair), pair.trade});
  const PairWay& first = pairs.front();
  const std::string title = fmt::format(
      "Trade between {} and {} {}, from {} to {}", with_article(country_name(page.result, first.a)),
      with_article(country_name(page.result, first.b)), difference(first) > 0 ? "grows most" : "shrinks most",
      money(first.trade.before), money(first.trade.after));
  return trade_figure(page, "pair-trade", title,
                      "Goods trade both ways between the countries whose way is another, the largest changes",
                      rows);
}

std::string change_names(const Page& page, bool closure) {
  std::vector<std::string> names;
  for (const Change& change : page.result.study.scenario.changes) {
    const auto* network = std::get_if<NetworkChange>(&change.what);
    if (!network || std::holds_alternative<Close>(*network) != closure) continue;
    names.push_back(change.name.empty() ? words_of(change.what) : change.name);
  }
  constexpr std::size_t kNamed = 3;
  if (names.size() > kNamed) return fmt::format("{} and {} more", names.front(), names.size() - 1);
  return capitalised(list(names));
}

}  // namespace

std::string section_ways(const Page& page, Topic topic, bool with_facts) {
  const bool closure = topic == Topic::closure;
  std::string out = fmt::format("<section id=\"{}\"><h2>{}</h2>", closure ? "closure" : "projects",
                                escape(change_names(page, closure)));
  const std::string map = closure ? closure_map(page) : project_map(page);
  if (!with_facts) return map.empty() ? "" : out + map + "</section>\n";
  const Ways ways = ways_of(page);
  const auto pairs = ranked(page, ways);
  out += html_box(headline(page, ways, closure)) + map;
  if (!closure) out += corridor_figures(page);
  return out + days_figure(page, pairs) + pair_trade_figure(page, pairs) +
         (closure ? passage_flows_figure(page) : on_screen(passage_flows_figure(page))) + "</section>\n";
}

}  // namespace sogdia::report
