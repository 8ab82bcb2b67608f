#include "sogdia/study/answers/dependence/alignment.h"

#include <algorithm>
#include <map>

#include "sogdia/study/answers/dependence/depend.h"
#include "sogdia/study/world/country.h"

namespace sogdia {
namespace {

// A vote or a bloc: who is in which of its groups, by country.
struct Question {
  std::string kind, of, name;
  std::vector<std::string> groups;
  std::string otherwise;  // the group of who is not named
  std::map<std::string, std::string> group_of;
};

std::vector<Question> votes(const World& world) {
  std::vector<Question> list;
  std::map<std::string, std::string> names;
  for (const Resolution& each : world.records.resolutions) names[each.symbol] = each.name;
  for (const Vote& cast : world.records.votes) {
    const std::string& id = cast.resolution;
    auto known = std::find_if(list.begin(), list.end(), [&](const Question& q) { return q.of == id; });
    if (known == list.end()) {
      const auto name = names.find(id);
      known = list.insert(list.end(), {"vote",
                                       id,
                                       name == names.end() ? id : name->second,
                                       {"yes", "abstain", "no", "absent", "not recorded"},
                                       "not recorded",
                                       {}});
    }
    known->group_of[cast.iso3] = cast.vote;
  }
  return list;
}

std::vector<Question> blocs(const World& world, int year) {
  std::vector<Question> list;
  for (const BlocYears& each : world.records.blocs) {
    if (!each.member_in(year)) continue;
    auto known = std::find_if(list.begin(), list.end(), [&](const Question& q) { return q.of == each.bloc; });
    if (known == list.end())
      known = list.insert(list.end(), {"bloc", each.bloc, each.name, {"members", "others"}, "others", {}});
    known->group_of[each.iso3] = "members";
  }
  return list;
}

std::string group_of(const Question& question, const std::string& code) {
  const auto found = question.group_of.find(code);
  return found == question.group_of.end() ? question.otherwise : found->second;
}

}  // namespace

std::vector<Aligned> alignment(const World& world, const Party& party) {
  const std::vector<int> years = trade_years(world);
  std::vector<Question> questions = votes(world);
  const auto of_blocs = blocs(world, years.back());
  questions.insert(questions.end(), of_blocs.begin(), of_blocs.end());
  const Horizons horizons = horizons_of(world);
  std::vector<Aligned> rows;
  for (const int year : years) {
    const Economy whole = make_economy(world, year);
    Party there = party;
    std::erase_if(there.members, [&](const std::string& code) { return !whole.countries.contains(code); });
    if (there.members.empty()) continue;
    const Economy economy = with_parties(whole, {there});
    const std::size_t at = economy.countries.at(there.id, "country");
    for (const Question& question : questions) {
      std::vector<std::string> groups(economy.countries.size());
      for (std::size_t k = 0; k < groups.size(); ++k) groups[k] = group_of(question, economy.countries[k]);
      const std::string own = party.members.size() == 1 ? group_of(question, party.members[0]) : "";
      for (auto& trade : trade_by_group(economy.trade, at, groups, question.groups, horizons))
        if (trade.countries > 0)
          rows.push_back({party.id, question.kind, question.of, question.name, year,
                          own == question.otherwise ? "" : own, std::move(trade)});
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Aligned& x, const Aligned& y) {
    return std::pair(x.kind != "vote", x.of) < std::pair(y.kind != "vote", y.of);
  });
  return rows;
}

Table alignment_table(const std::vector<Aligned>& rows) {
  const auto text = [&](auto&& of) {
    std::vector<std::string> values;
    for (const auto& row : rows) values.push_back(of(row));
    return values;
  };
  const auto whole = [&](auto&& of) {
    std::vector<std::int64_t> values;
    for (const auto& row : rows) values.push_back(of(row));
    return values;
  };
  const auto number = [&](auto&& of) {
    std::vector<double> values;
    for (const auto& row : rows) values.push_back(of(row.trade));
    return values;
  };
  Table table;
  table.name = "alignment";
  table.add("a", text([](const Aligned& row) { return row.a; }));
  table.add("kind", text([](const Aligned& row) { return row.kind; }));
  table.add("of", text([](const Aligned& row) { return row.of; }));
  table.add("name", text([](const Aligned& row) { return row.name; }));
  table.add("year", whole([](const Aligned& row) { return row.year; }));
  table.add("own", text([](const Aligned& row) { return row.own; }));
  table.add("group", text([](const Aligned& row) { return row.trade.group; }));
  table.add("countries", whole([](const Aligned& row) { return row.trade.countries; }));
  table.add("exports_usd", number([](const GroupTrade& g) { return g.exports_usd; }));
  table.add("imports_usd", number([](const GroupTrade& g) { return g.imports_usd; }));
  table.add("export_share", number([](const GroupTrade& g) { return g.export_share; }));
  table.add("import_share", number([](const GroupTrade& g) { return g.import_share; }));
  table.add("cutoff_low", number([](const GroupTrade& g) { return g.cutoff.low; }));
  table.add("cutoff_mid", number([](const GroupTrade& g) { return g.cutoff.mid; }));
  return table.add("cutoff_high", number([](const GroupTrade& g) { return g.cutoff.high; }));
}

}  // namespace sogdia
