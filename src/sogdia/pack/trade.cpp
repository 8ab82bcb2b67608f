#include "sogdia/pack/trade.h"

#include <fmt/format.h>

#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/pack/columns.h"

namespace sogdia {

std::vector<TradeCell> read_trade(const Table& table) {
  const TextColumn exporter(table, "exporter"), importer(table, "importer"),
      reported_by(table, "reported_by", Need::kOptional);
  const WholeColumn year(table, "year", 0);
  const NumberColumn usd(table, "value_usd"), factor(table, "interval_factor", Need::kOptional),
      exporter_usd(table, "exporter_usd", Need::kOptional),
      importer_usd(table, "importer_usd", Need::kOptional);
  return records_of(table, [&](std::size_t row) {
    if (!(usd[row] >= 0))
      throw Error(std::isnan(usd[row]) ? std::string("a value is missing in column `value_usd`")
                                       : fmt::format("trade cannot be negative: {}", usd[row]),
                  table.place(row), "give it in USD, 0 or more");
    return TradeCell{exporter[row],    importer[row],     year[row],         usd[row], factor[row],
                     reported_by[row], exporter_usd[row], importer_usd[row], row};
  });
}

std::vector<CountrySize> read_sizes(const Table& table) {
  const TextColumn iso3(table, "iso3");
  const WholeColumn year(table, "year", 0);
  const NumberColumn internal(table, "internal_trade_usd");
  const WholeColumn mended(table, "mended", 0, Need::kOptional);
  return records_of(table, [&](std::size_t row) {
    if (!(internal[row] > 0))
      throw Error(fmt::format("internal trade of `{}` is not above zero", iso3[row]), table.place(row),
                  "every country buys something from itself");
    return CountrySize{iso3[row], year[row], internal[row], mended[row] != 0};
  });
}

std::vector<Commodity> read_commodities(const Table& table) {
  const TextColumn code(table, "code"), name(table, "name"), goods(table, "goods");
  return records_of(table, [&](std::size_t row) { return Commodity{code[row], name[row], goods[row]}; });
}

std::vector<Seen> read_seen(const Table& table) {
  const TextColumn exporter(table, "exporter"), importer(table, "importer"),
      currency(table, "currency", Need::kOptional), note(table, "note", Need::kOptional),
      source(table, "source", Need::kOptional);
  const WholeColumn from_year(table, "from_year", 0), to_year(table, "to_year", 0);
  const NumberColumn value_from(table, "value_from", Need::kOptional),
      value_to(table, "value_to", Need::kOptional), change(table, "change");
  return records_of(table, [&](std::size_t row) {
    return Seen{exporter[row], importer[row], from_year[row], to_year[row], value_from[row],
                value_to[row], currency[row], change[row],    note[row],    source[row]};
  });
}

}  // namespace sogdia
