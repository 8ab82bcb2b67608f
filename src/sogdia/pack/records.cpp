#include "sogdia/pack/records.h"

#include <fmt/format.h>

#include <functional>
#include <utility>
#include <vector>

#include "sogdia/core/error.h"
#include "sogdia/core/index.h"
#include "sogdia/core/names.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

const Table* table_of(const std::map<std::string, Table>& tables, const char* name) {
  const auto found = tables.find(name);
  return found == tables.end() ? nullptr : &found->second;
}

void require_countries(const std::map<std::string, Table>& tables, const char* name, const char* column,
                       const Index& known) {
  const Table* table = table_of(tables, name);
  if (!table) return;
  const auto& codes = table->text(column);
  for (std::size_t row = 0; row < codes.size(); ++row) {
    if (!(row > 0 && codes[row] == codes[row - 1]) && !known.contains(codes[row]))
      throw Error(fmt::format("unknown country `{}` in column `{}`", codes[row], column), table->place(row),
                  nearest_hint(codes[row], known.labels()));
  }
}

}  // namespace

Records read_records(const std::map<std::string, Table>& tables, int threads) {
  Records records;
  const auto read = [&](const char* name, auto reader, auto& list) {
    const Table* table = table_of(tables, name);
    if (!table) return;
    auto more = reader(*table);
    if (list.empty())
      list = std::move(more);
    else
      list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  // Each writes lists of its own. The largest come first.
  const std::vector<std::function<void()>> kinds = {
      [&] { read("trade", read_trade, records.trade); },
      [&] { read("places", read_places, records.places); },
      [&] { read("terminals", read_terminals, records.terminals); },
      [&] { read("goods_shares", read_goods_parts, records.goods_parts); },
      [&] { read("raw_materials", read_raw_flows, records.raw_flows); },
      [&] { read("goods_values", read_goods_values, records.goods_values); },
      [&] { read("countries", read_countries, records.countries); },
      [&] { read("blocs", read_blocs, records.blocs); },
      [&] { read("bri_signatories", read_signatories, records.signatories); },
      [&] { read("terminal_names", read_terminal_names, records.terminal_names); },
      [&] { read("crossings", read_crossings, records.crossings); },
      [&] {
        read("crossings", read_land_borders, records.land_borders);
        read("crossings_missing", read_land_borders, records.land_borders);
      },
      [&] { read("passages", read_passages, records.passages); },
      [&] { read("projects", read_projects, records.works.projects); },
      [&] { read("project_links", read_project_links, records.works.links); },
      [&] { read("corridors", read_corridors, records.works.corridors); },
      [&] { read("economy", read_sizes, records.sizes); },
      [&] { read("commodities", read_commodities, records.commodities); },
      [&] { read("pipelines", read_pipelines, records.pipelines); },
      [&] { read("seen", read_seen, records.seen); },
      [&] { read("un_resolutions", read_resolutions, records.resolutions); },
      [&] { read("un_votes", read_votes, records.votes); },
      [&] { read("forums", read_forums, records.forums); },
  };
  parallel_for(kinds.size(), threads, [&](std::size_t k) { kinds[k](); });

  std::vector<std::string> codes;
  for (const auto& country : records.countries) codes.push_back(country.iso3);
  const Index known(std::move(codes));
  const std::vector<std::pair<const char*, const char*>> named{
      {"trade", "exporter"}, {"trade", "importer"}, {"economy", "iso3"}};
  parallel_for(named.size(), threads,
               [&](std::size_t k) { require_countries(tables, named[k].first, named[k].second, known); });
  return records;
}

}  // namespace sogdia
