#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "depend/depend_more.h"
#include "json_number.h"
#include "outputs.h"
#include "sogdia/core/error.h"
#include "sogdia/io/json_text.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/answers/dependence/diverted.h"
#include "sogdia/study/answers/dependence/reliance_rank.h"
#include "sogdia/study/world/country.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

Json reliance_json(const Reliance& r) {
  Json out = {{"a", r.a}, {"b", r.b}, {"cutoff_loss", r.loss}, {"import_share", r.import_share}};
  if (std::isfinite(r.loss_before)) {
    out["cutoff_loss_before"] = r.loss_before;
    out["import_share_before"] = r.import_share_before;
  }
  out["imports_usd"] = r.cell.usd;
  if (std::isfinite(r.cell.factor)) out["interval_80"] = {r.cell.low(), r.cell.high()};
  out["reported_by"] = r.cell.reported_by;
  return out;
}

std::size_t shown(std::size_t all, int rows) {
  return rows > 0 ? std::min(all, static_cast<std::size_t>(rows)) : all;
}

std::string reliance_text(const World& world, const std::vector<Reliance>& list, const Ranked& ranked,
                          int rows, bool gained) {
  std::vector<std::vector<std::string>> cells;
  for (std::size_t k = 0; k < shown(list.size(), rows); ++k) {
    const Reliance& r = list[k];
    const auto lost = [](double log_points) { return per_cent(-std::expm1(-log_points)); };
    cells.push_back(
        {fmt::format("{}", k + 1), country_name(world, r.a), country_name(world, r.b), lost(r.loss),
         std::isfinite(r.loss_before) ? lost(r.loss_before) : "", per_cent(r.import_share),
         std::isfinite(r.import_share_before) ? per_cent(r.import_share_before) : "", r.cell.reported_by});
  }
  return fmt::format("\n{}\n\n",
                     gained ? fmt::format("Who gained most reliance from {} to {}", ranked.since, ranked.year)
                            : fmt::format("Who depends most on whom, {}", ranked.year)) +
         aligned({"", "who", "on whom", "loss if cut", std::to_string(ranked.since), "of its imports",
                  std::to_string(ranked.since), "reported by"},
                 cells, {true, false, false, true, true, true, true, false});
}

std::string passages_text(const World& world, const Ranked& ranked, int rows) {
  constexpr std::size_t kEach = 5;
  std::vector<std::vector<std::string>> cells;
  std::string passage;
  std::size_t of_passage = 0;
  for (const auto& each : ranked.passages) {
    of_passage = each.exposure.passage == passage ? of_passage + 1 : 0;
    passage = each.exposure.passage;
    if (of_passage >= (rows > 0 ? kEach : ranked.passages.size())) continue;
    cells.push_back({of_passage == 0 ? each.exposure.name : "", country_name(world, each.country),
                     per_cent(each.exposure.share), per_cent(each.exposure.no_way),
                     detour_text(each.exposure.detour_days)});
  }
  return "\nWho is most exposed to each passage\n\n" +
         aligned({"passage", "country", "of its trade", "no way at all", "detour, days"}, cells,
                 {false, false, true, true, true});
}

}  // namespace

int depend_rank(const World& world, const DependArgs& args, const Common& common) {
  RankAsked asked;
  asked.year = args.year;
  asked.since = args.since;
  asked.least_gdp = args.least_gdp;
  asked.threads = common.threads;
  const Ranked ranked = rank_reliance(world, asked, terminal_monitor(common));
  if (common.json) {
    const auto list = [&](const std::vector<Reliance>& all) {
      Json out = Json::array();
      for (std::size_t k = 0; k < shown(all.size(), args.rows); ++k) out.push_back(reliance_json(all[k]));
      return out;
    };
    Json out = {{"year", ranked.year},
                {"since", ranked.since},
                {"least_gdp_usd", asked.least_gdp},
                {"trade_elasticity", horizons_of(world).theta_mid},
                {"most", list(ranked.most)},
                {"gained", list(ranked.gained)},
                {"passages", Json::array()}};
    for (const auto& each : ranked.passages) {
      Json row = exposure_json({each.exposure})[0];
      row["country"] = each.country;
      out["passages"].push_back(std::move(row));
    }
    print(json_text(out, 2) + "\n");
    return 0;
  }
  print(reliance_text(world, ranked.most, ranked, args.rows, false) +
        reliance_text(world, ranked.gained, ranked, args.rows, true) +
        passages_text(world, ranked, args.rows));
  talk(common,
       fmt::format("economies of {} bn USD and more, without those whose spending is mended and flows "
                   "that nobody reports; --least-gdp moves the line",
                   asked.least_gdp / 1e9));
  return 0;
}

int depend_diverted(const World& world, const DependArgs& args, const Common& common) {
  if (args.a.empty())
    throw Error("whom they sanction is not said", "", "depend RUS --sanctioned-by sanctions_2022");
  const Diverted all = diverted(world, args.a, args.sanctioned_by, args.since, args.year);
  for (const auto& note : all.senders.notes) talk(common, "note: " + note);
  const Diversion& d = all.found;
  const auto cells = trade_cells_of(world, all.target.id, all.after);
  const auto cell_of = [&](const ThirdCountry& k) {
    const auto found = cells.find({k.country, all.target.id});
    return found == cells.end() ? TradeCell{} : found->second;
  };
  // Above 1 where the buyer says more than the seller.
  const auto gap = [](const TradeCell& cell) {
    return cell.exporter_usd > 0 && cell.importer_usd > 0 ? cell.importer_usd / cell.exporter_usd
                                                          : std::nan("");
  };
  if (common.json) {
    Json out = {
        {"target", all.target.id}, {"senders", all.senders.id}, {"before", all.before}, {"after", all.after}};
    const auto put = [](Json& to, const char* key, double value) { to[key] = json_number(value); };
    put(out, "from_senders_before", d.from_senders_before);
    put(out, "from_senders_after", d.from_senders_after);
    put(out, "from_others_before", d.from_others_before);
    put(out, "from_others_after", d.from_others_after);
    put(out, "lost", d.lost);
    put(out, "gained", d.gained);
    put(out, "made_good", d.made_good);
    put(out, "passed_on", d.passed_on);
    out["third"] = Json::array();
    for (const auto& k : d.third) {
      Json row = {{"country", k.country}};
      put(row, "to_target_before", k.to_target_before);
      put(row, "to_target_after", k.to_target_after);
      put(row, "from_senders_before", k.from_senders_before);
      put(row, "from_senders_after", k.from_senders_after);
      put(row, "excess_out", k.excess_out);
      put(row, "excess_in", k.excess_in);
      put(row, "passed_on", k.passed_on);
      put(row, "mirror_gap", gap(cell_of(k)));
      row["reported_by"] = cell_of(k).reported_by;
      out["third"].push_back(std::move(row));
    }
    print(json_text(out, 2) + "\n");
    return 0;
  }
  const auto bn = [](double usd) { return fmt::format("{:.2f}", usd / 1e9); };
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < shown(d.third.size(), args.rows); ++k) {
    const ThirdCountry& c = d.third[k];
    const double mirror = gap(cell_of(c));
    rows.push_back({country_name(world, c.country), bn(c.to_target_before), bn(c.to_target_after),
                    bn(c.from_senders_before), bn(c.from_senders_after), bn(c.excess_out), bn(c.excess_in),
                    bn(c.passed_on), std::isfinite(mirror) ? fmt::format("{:.2f}", mirror) : "",
                    cell_of(c).reported_by});
  }
  const std::string then = std::to_string(all.before), now = std::to_string(all.after);
  print(fmt::format(
            "{}, sanctioned by {}: its imports {} to {}, bn USD\n\nfrom the senders {} to {}, from others "
            "{} to {}: {} of what was lost has been made good; at most {} of it can be senders' goods "
            "passed on\n\n",
            all.target.name, all.senders.name, then, now, bn(d.from_senders_before), bn(d.from_senders_after),
            bn(d.from_others_before), bn(d.from_others_after),
            std::isfinite(d.made_good) ? per_cent(d.made_good) : "none", bn(d.passed_on)) +
        aligned({"", "to it " + then, now, "from senders " + then, now, "sold beyond growth",
                 "bought beyond growth", "passed on, at most", "mirror gap", "reported by"},
                rows, {false, true, true, true, true, true, true, true, true, false}));
  return 0;
}

}  // namespace sogdia::tool
