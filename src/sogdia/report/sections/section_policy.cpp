#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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
  policy.words = sanction ? Words{"Under sanctions", "Impose them", "trade that the sanctions touch"}
                          : Words{"Pay the tariff", "Levy it", "trade that the tariff touches"};
  policy.target_name =
      names_of(page, policy.sides.targets, sanction ? "countries under sanctions" : "countries that pay it");
  policy.sender_name = names_of(page, policy.sides.senders,
                                sanction ? "countries that impose them" : "countries that levy it");
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
  return {signed_percent(sum.mid), possessive(whose) + " goods income",
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
  if (touched.empty()) return "";
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
  targets = first(targets, 5), senders = first(senders, 8), others = first(others, 6);
  if (targets.empty()) return "";
  std::string title =
      fmt::format("{} {} {}", capitalised(with_article(targets.front().name)),
                  targets.front().usd < 0 ? "loses" : "gains", money(std::fabs(targets.front().usd)));
  if (!senders.empty())
    title += fmt::format(" of goods income a year, {} {}", with_article(senders.front().name),
                         money(std::fabs(senders.front().usd)));
  if (!senders.empty() && (senders.front().usd < 0) != (targets.front().usd < 0))
    title += senders.front().usd < 0 ? " lost" : " gained";
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
      sanction ? escape("What the sanctions do to " + policy.target_name + " and to those who impose them")
               : escape("The tariff of " + policy.sender_name + " on " + policy.target_name));
  out += html_box(headline(page, policy));
  out += incomes_figure(page, policy);
  if (sanction) {
    out += partner_figure(page, policy, policy.targets, policy.target_name, Way::exports, "target-exports") +
           partner_figure(page, policy, policy.targets, policy.target_name, Way::imports, "target-imports");
  } else {
    out += touched_figure(page, policy) +
           partner_figure(page, policy, policy.targets, policy.target_name, Way::exports, "payer-exports") +
           partner_figure(page, policy, policy.senders, policy.sender_name, Way::imports, "levier-imports");
  }
  if (!sanction)
    out += paragraph(
        "The tariff enters as a cost: its revenue is not given back, which overstates the loss of who levies "
        "it.",
        "note");
  return out + "</section>\n";
}

}  // namespace sogdia::report
