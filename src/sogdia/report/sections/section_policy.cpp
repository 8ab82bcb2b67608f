#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/headline_box.h"
#include "sogdia/report/facts/story.h"
#include "sogdia/report/sections/change_figures.h"
#include "sogdia/report/sections/section.h"

// Sanctions and tariffs: those they are put on, those who put them, and everybody else.
namespace sogdia::report {

namespace {

using Countries = std::vector<IncomeChange>;

// What is said of a sanction and of a tariff.
struct Words {
  std::string targets, senders;  // as headings: "Under sanctions", "Impose them"
  std::string between;           // "trade between the two sides"
};

struct Policy {
  Topic topic;
  Sides sides;
  std::set<std::string> targets, senders;
  std::string target_name, sender_name;  // "Russia", "the 43 countries that impose them"
  bool many_targets = false;
  bool mutual =
      false;         // trade ends both ways between as many on either side: neither imposes it on the other
  TradeSum between;  // the flows that the policy touches
  std::vector<Move> moves;
  Countries incomes;
  Words words;
};

std::string names_of(const Page& page, const std::vector<std::string>& codes, const std::string& many) {
  constexpr std::size_t kNamed = 3;
  if (codes.size() > kNamed) return fmt::format("the {} {}", codes.size(), many);
  std::vector<std::string> names;
  for (const auto& code : codes) names.push_back(with_article(country_name(page.result, code)));
  return list(names);
}

Policy policy_of(const Page& page, Topic topic) {
  Policy policy;
  policy.topic = topic;
  policy.sides = sides_of(page.result.study.scenario, topic);
  policy.targets = {policy.sides.targets.begin(), policy.sides.targets.end()};
  policy.senders = {policy.sides.senders.begin(), policy.sides.senders.end()};
  policy.many_targets = policy.targets.size() > 1;
  const bool sanction = topic == Topic::sanction;
  const auto& flows = policy.sides.flows;
  policy.mutual = policy.targets.size() == policy.senders.size() &&
                  std::all_of(flows.begin(), flows.end(), [&](const auto& flow) {
                    return flows.contains({flow.second, flow.first});
                  });
  policy.words = sanction ? Words{"Under sanctions", "Impose them", "trade that the sanctions touch"}
                          : Words{"Face the tariff", "Levy it", "trade that the tariff touches"};
  policy.target_name =
      names_of(page, policy.sides.targets, sanction ? "countries under sanctions" : "countries that face it");
  policy.sender_name = names_of(page, policy.sides.senders,
                                sanction ? "countries that impose them" : "countries that levy it");
  if (sanction && policy.mutual)
    policy.words = {capitalised(policy.target_name), capitalised(policy.sender_name), "trade that is cut"};
  policy.moves = moves_of(page.result);
  for (const Move& move : policy.moves) {
    if (policy.sides.flows.contains({move.exporter, move.importer})) policy.between.add(move);
  }
  policy.incomes = country_changes(page.result);
  return policy;
}

Countries among(const Countries& all, const std::set<std::string>& codes) {
  Countries out;
  for (const IncomeChange& c : all) {
    if (codes.contains(c.code)) out.push_back(c);
  }
  return out;
}

HeadNumber income_number(const Countries& countries, const std::string& whose) {
  if (countries.empty()) return {};
  const IncomeChange sum = countries.size() == 1 ? countries.front() : pooled_by_spending(countries, whose);
  if (!std::isfinite(sum.mid)) return {};
  return {signed_percent(sum.mid),
          countries.size() > 3 ? "goods income of " + whose : possessive(whose) + " goods income",
          signed_money(sum.usd) + " a year; " + percent_range(sum.low, sum.high) + " over the elasticities"};
}

// "Russia's exports fall by 20 %; it sells $24 bn more to China"
std::string diversion(const Page& page, const Policy& policy) {
  std::string out;
  for (const Way way : {Way::exports, Way::imports}) {
    TradeSum all;
    const auto partners = partners_moved(policy.moves, policy.targets, way);
    const PartnerMove* gain = nullptr;
    for (const PartnerMove& each : partners) {
      all.before += each.trade.before, all.after += each.trade.after;
      if (!gain && !policy.senders.contains(each.partner) && each.trade.after > each.trade.before)
        gain = &each;
    }
    if (!(all.before > 0)) continue;
    out += fmt::format("{}{} {} {}", out.empty() ? "" : "; ",
                       way == Way::exports   ? capitalised(possessive(policy.target_name))
                       : policy.many_targets ? "their"
                                             : "its",
                       way == Way::exports ? "exports" : "imports",
                       moves(all.change(), "rise by", "fall by", "stay as they are"));
    if (gain)
      out += fmt::format(", with {} more {} {}", money(gain->trade.after - gain->trade.before),
                         way == Way::exports ? "sold to" : "bought from",
                         with_article(country_name(page.result, gain->partner)));
  }
  return out.empty() ? out : out + ".";
}

// What a side spends abroad beyond what it sells there, before and after.
struct Surplus {
  double before = 0, after = 0;
};
Surplus surplus_of(const std::vector<Move>& moves, const std::set<std::string>& side) {
  Surplus sum;
  for (const Move& move : moves) {
    const bool sells = side.contains(move.exporter), buys = side.contains(move.importer);
    if (sells == buys) continue;
    const double sign = sells ? 1 : -1;
    sum.before += sign * move.trade_before, sum.after += sign * move.trade_after;
  }
  return sum;
}

// Why those that a policy is put on gain by it, where they do: a surplus that shrinks with trade leaves more
// to spend at home, or what they sell fetches more against what they buy.
std::string gain_words(const Page& page, const Policy& policy) {
  const Countries theirs = among(policy.incomes, policy.targets);
  if (theirs.empty()) return "";
  const IncomeChange sum = pooled_by_spending(theirs, policy.target_name);
  if (!(sum.mid >= kNoChange)) return "";
  const Surplus surplus = surplus_of(policy.moves, policy.targets);
  const double kept = surplus.before - surplus.after;
  const std::string who = capitalised(policy.target_name);
  const std::string turns = sum.low < 0 ? " At another of the elasticities the sum is a loss." : "";
  if (!(kept > 0.05 * sum.usd))
    return fmt::format("{} {} because what {} fetches more against what {} on the world’s markets.{}", who,
                       policy.many_targets ? "gain" : "gains", policy.many_targets ? "they sell" : "it sells",
                       policy.many_targets ? "they buy" : "it buys", turns);
  const double taken = kept - sum.usd;
  const std::string balance =
      surplus.after > 0
          ? fmt::format("the surplus of {} in {} shrinks with trade to {}", money(surplus.before),
                        page.result.study.base.year, money(surplus.after))
          : fmt::format("the balance of trade goes from {} in {} to {}", signed_money(surplus.before),
                        page.result.study.base.year, signed_money(surplus.after));
  std::string out = fmt::format("{} {} only because {}: {} that went abroad are spent at home", who,
                                policy.many_targets ? "gain" : "gains", balance, money(kept));
  if (taken > 0)
    out += fmt::format(", against about {} that dearer imports and lost sales take", money(taken));
  return out + ". A surplus buys claims on other countries, which goods income does not count." + turns;
}

// Tariffs cost their payers what their levier does not count: how much that is.
std::string revenue_words(const Page& page, const Policy& policy) {
  std::map<std::pair<std::string, std::string>, const Move*> moves;
  for (const Move& move : policy.moves) moves[{move.exporter, move.importer}] = &move;
  double revenue = 0;
  for (const Change& change : page.result.study.scenario.changes) {
    const auto* kind = std::get_if<PolicyChange>(&change.what);
    const Tariff* tariff = kind ? std::get_if<Tariff>(kind) : nullptr;
    if (!tariff) continue;
    for (const auto& from : tariff->pairs.exporters) {
      for (const auto& to : tariff->pairs.importers) {
        const auto found = moves.find({from, to});
        if (found == moves.end()) continue;
        revenue += found->second->trade_after * tariff->rate_after / (1 + tariff->rate_after) -
                   found->second->trade_before * tariff->rate_before / (1 + tariff->rate_before);
      }
    }
  }
  if (!(std::fabs(revenue) >= 1e6)) return "";
  return fmt::format(
      "The tariff enters as a cost: its revenue, {} a year {}, is not given back, which overstates the loss "
      "of who "
      "levies it.",
      money(std::fabs(revenue)), revenue > 0 ? "more than before" : "less than before");
}

HeadBox headline(const Page& page, const Policy& policy) {
  const int year = page.result.study.base.year;
  HeadBox box;
  box.numbers.push_back(income_number(among(policy.incomes, policy.targets), policy.target_name));
  box.numbers.push_back(income_number(among(policy.incomes, policy.senders), policy.sender_name));
  if (policy.between.before > 0)
    box.numbers.push_back({signed_percent(policy.between.change()), policy.words.between,
                           fmt::format("{} in {}, {} with it", money(policy.between.before), year,
                                       money(policy.between.after))});
  box.sentences.push_back(diversion(page, policy));
  box.sentences.push_back(gain_words(page, policy));
  if (policy.topic == Topic::tariff) box.sentences.push_back(revenue_words(page, policy));
  box.sentences.push_back(together_words(page.result.study));
  box.sentences.push_back(deficit_words(page.result.study));
  return box;
}

std::vector<TradeRow> rows_of(const Page& page, const std::vector<PartnerMove>& partners, std::size_t most) {
  std::vector<TradeRow> rows;
  for (const PartnerMove& each : partners) {
    if (rows.size() == most) break;
    if (each.trade.before >= 5e7) rows.push_back({country_name(page.result, each.partner), each.trade});
  }
  return rows;
}

// "Most is lost with Germany, −$10 bn; most is gained with China, +$3 bn"
std::string partners_title(const Page& page, const std::string& who, Way way,
                           const std::vector<PartnerMove>& partners) {
  const auto difference = [](const PartnerMove& each) { return each.trade.after - each.trade.before; };
  const PartnerMove *less = nullptr, *more = nullptr;
  for (const PartnerMove& each : partners) {
    if (!less && difference(each) < 0) less = &each;
    if (!more && difference(each) > 0) more = &each;
  }
  const auto name = [&](const PartnerMove* each) {
    return with_article(country_name(page.result, each->partner));
  };
  const std::string verb = way == Way::exports ? "sells" : "buys", join = way == Way::exports ? "to" : "from";
  std::string out = capitalised(who) + " " + verb;
  if (less) out += fmt::format(" {} less {} {}", money(-difference(*less)), join, name(less));
  if (more)
    out += fmt::format("{} {} more {} {}", less ? " and" : "", money(difference(*more)), join, name(more));
  return out;
}

std::string partner_figure(const Page& page, const Policy& policy, const std::set<std::string>& of,
                           const std::string& who, Way way, const std::string& id) {
  const auto partners = partners_moved(policy.moves, of, way);
  constexpr std::size_t kMost = 10;
  const auto rows = rows_of(page, partners, kMost);
  std::vector<PartnerMove> shown(partners.begin(), partners.end());
  std::erase_if(shown, [](const auto& each) { return !(each.trade.before >= 5e7); });
  if (shown.size() > kMost) shown.resize(kMost);
  const std::string what = way == Way::exports ? "exports of goods to" : "imports of goods from";
  return trade_figure(page, id, partners_title(page, who, way, shown),
                      fmt::format("{} {} the {} partners with the largest change",
                                  capitalised(possessive(who)), what, rows.size()),
                      rows);
}

// The flows that a tariff or sanction is laid on, when there are few sides on both.
std::string touched_figure(const Page& page, const Policy& policy) {
  std::vector<Move> touched;
  for (const Move& move : policy.moves) {
    if (policy.sides.flows.contains({move.exporter, move.importer}) && move.trade_before >= 5e7)
      touched.push_back(move);
  }
  std::stable_sort(touched.begin(), touched.end(),
                   [](const Move& p, const Move& q) { return std::fabs(p.usd()) > std::fabs(q.usd()); });
  constexpr std::size_t kMost = 10;
  if (touched.size() > kMost) touched.resize(kMost);
  if (touched.size() < 2) return "";  // one flow stands in the payer's chart
  std::vector<TradeRow> rows;
  for (const Move& move : touched)
    rows.push_back(
        {country_name(page.result, move.exporter) + " to " + country_name(page.result, move.importer),
         {move.trade_before, move.trade_after}});
  const Move& first = touched.front();
  const std::string title = fmt::format("{} sells {} {} instead of {}",
                                        capitalised(with_article(country_name(page.result, first.exporter))),
                                        with_article(country_name(page.result, first.importer)),
                                        money(first.trade_after), money(first.trade_before));
  return trade_figure(page, "touched", title, "Goods on which the tariff is laid, the largest changes", rows);
}

std::string incomes_figure(const Page& page, const Policy& policy) {
  const Countries ranked = ranked_by_dollars(policy.incomes);
  const auto first = [](Countries countries, std::size_t most) {
    if (countries.size() > most) countries.resize(most);
    return countries;
  };
  std::set<std::string> sides = policy.targets;
  sides.insert(policy.senders.begin(), policy.senders.end());
  Countries others;
  for (const IncomeChange& c : ranked) {
    if (!sides.contains(c.code)) others.push_back(c);
  }
  // The sides themselves are shown whatever their size.
  Countries targets = among(policy.incomes, policy.targets);
  std::stable_sort(targets.begin(), targets.end(),
                   [](const auto& p, const auto& q) { return std::fabs(p.usd) > std::fabs(q.usd); });
  Countries senders = among(policy.senders.size() > 5 ? ranked : policy.incomes, policy.senders);
  std::stable_sort(senders.begin(), senders.end(),
                   [](const auto& p, const auto& q) { return std::fabs(p.usd) > std::fabs(q.usd); });
  targets = first(targets, 5), senders = first(senders, 6), others = first(others, 5);
  if (targets.empty()) return "";
  // Where the elasticity decides on the sign, nobody gains or loses.
  const auto moved = [](const IncomeChange& c) {
    if (c.usd_low < 0 && c.usd_high > 0)
      return fmt::format("may lose {} or gain {}", money(-c.usd_low), money(c.usd_high));
    return fmt::format("{} {}", c.usd < 0 ? "loses" : "gains", money(std::fabs(c.usd)));
  };
  std::string title = fmt::format("{} {} of goods income a year",
                                  capitalised(with_article(targets.front().name)), moved(targets.front()));
  if (!senders.empty())
    title += fmt::format("; {} {}", with_article(senders.front().name), moved(senders.front()));
  return income_figure(
      page, "income-sides", title,
      {{policy.words.targets, targets}, {policy.words.senders, senders}, {"Others", others}});
}

}  // namespace

std::string section_policy(const Page& page, Topic topic) {
  const Policy policy = policy_of(page, topic);
  const bool sanction = topic == Topic::sanction;
  std::string out = fmt::format(
      "<section id=\"{}\"><h2>{}</h2>", sanction ? "sanctions" : "tariffs",
      sanction && policy.mutual
          ? escape("What the cut of trade does to " + policy.target_name + " and to " + policy.sender_name)
      : sanction ? escape("What the sanctions do to " + policy.target_name + " and to those who impose them")
                 : escape("The tariff of " + policy.sender_name + " on " + policy.target_name));
  out += html_box(headline(page, policy));
  out += incomes_figure(page, policy);
  if (sanction) {
    out += partner_figure(page, policy, policy.targets, policy.target_name, Way::exports, "target-exports") +
           partner_figure(page, policy, policy.targets, policy.target_name, Way::imports, "target-imports") +
           seen_figure(page);
  } else {
    out += touched_figure(page, policy) +
           partner_figure(page, policy, policy.targets, policy.target_name, Way::exports, "payer-exports") +
           partner_figure(page, policy, policy.senders, policy.sender_name, Way::imports, "levier-imports");
  }
  return out + "</section>\n";
}

}  // namespace sogdia::report
