#include "sogdia/pack/goods.h"

#include <fmt/format.h>

#include "sogdia/core/error.h"
#include "sogdia/pack/columns.h"

namespace sogdia {

std::vector<GoodsPart> read_goods_parts(const Table& table) {
  const TextColumn iso3(table, "iso3"), flow(table, "flow"), goods(table, "class");
  const NumberColumn share(table, "share");
  return records_of(table, [&](std::size_t row) {
    if (flow[row] != "exports" && flow[row] != "imports" && flow[row] != "home")
      throw Error(fmt::format("unknown flow `{}`", flow[row]), table.place(row), "exports, imports or home");
    if (!(share[row] >= 0 && share[row] <= 1))
      throw Error(fmt::format("`share` is {}", share[row]), table.place(row), "give a fraction from 0 to 1");
    return GoodsPart{iso3[row], flow[row], goods[row], share[row]};
  });
}

std::vector<RawFlow> read_raw_flows(const Table& table) {
  const TextColumn exporter(table, "exporter"), importer(table, "importer"), goods(table, "class"),
      by(table, "by", Need::kOptional);
  const WholeColumn year(table, "year", 0);
  const NumberColumn usd(table, "value_usd"), tonnes(table, "tonnes", Need::kOptional);
  return records_of(table, [&](std::size_t row) {
    if (!(usd[row] >= 0))
      throw Error(fmt::format("`value_usd` is {}", usd[row]), table.place(row), "give it in USD, 0 or more");
    return RawFlow{exporter[row],         importer[row], year[row],  goods[row],
                   by[row] == "pipeline", usd[row],      tonnes[row]};
  });
}

std::vector<GoodsValue> read_goods_values(const Table& table) {
  const TextColumn iso3(table, "iso3"), goods(table, "class");
  const WholeColumn year(table, "year", 0);
  const NumberColumn value(table, "usd_per_tonne");
  return records_of(table, [&](std::size_t row) {
    if (!(value[row] > 0))
      throw Error(fmt::format("`usd_per_tonne` is {}", value[row]), table.place(row),
                  "give it in USD, above 0");
    return GoodsValue{iso3[row], goods[row], year[row], value[row]};
  });
}

}  // namespace sogdia
