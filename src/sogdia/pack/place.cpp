#include "sogdia/pack/place.h"

#include <cmath>

#include "sogdia/core/names.h"
#include "sogdia/pack/columns.h"

namespace sogdia {

std::vector<Place> read_places(const Table& table) {
  const TextColumn id(table, "place_id"), name(table, "name", Need::kOptional), iso3(table, "iso3"),
      node(table, "node_id", Need::kOptional), names(table, "names", Need::kOptional);
  const NumberColumn lon(table, "lon", Need::kOptional), lat(table, "lat", Need::kOptional),
      population(table, "population");
  const WholeColumn capital(table, "capital", 0, Need::kOptional);
  return records_of(table, [&](std::size_t row) {
    const std::string& at = node[row];
    return Place{id[row],  name[row],       iso3[row],         at.empty() ? id[row] : at,  lon[row],
                 lat[row], population[row], capital[row] != 0, split_list(names[row], '|')};
  });
}

std::vector<Terminal> read_terminals(const Table& table) {
  const TextColumn id(table, "terminal_id"), kind(table, "kind"), name(table, "name"), iso3(table, "iso3"),
      node(table, "node_id"), size(table, "size", Need::kOptional);
  return records_of(table, [&](std::size_t row) {
    return Terminal{id[row], kind[row], name[row], iso3[row], node[row], size[row]};
  });
}

std::vector<TerminalName> read_terminal_names(const Table& table) {
  const TextColumn name(table, "name"), terminal(table, "terminal_id");
  const NumberColumn km(table, "km");
  return records_of(table, [&](std::size_t row) {
    return TerminalName{name[row], terminal[row], std::isnan(km[row]) ? 0.0 : km[row]};
  });
}

std::vector<Crossing> read_crossings(const Table& table) {
  const TextColumn id(table, "crossing_id"), name(table, "name"), a(table, "iso3_a"), b(table, "iso3_b"),
      node(table, "node_id");
  return records_of(table, [&](std::size_t row) {
    return Crossing{id[row], name[row], a[row], b[row], node[row]};
  });
}

std::vector<Passage> read_passages(const Table& table) {
  const TextColumn id(table, "passage"), name(table, "name", Need::kOptional),
      names(table, "names", Need::kOptional);
  const NumberColumn headroom(table, "headroom", Need::kOptional);
  return records_of(table, [&](std::size_t row) {
    return Passage{id[row], name[row], split_list(names[row], '|'), headroom[row]};
  });
}

std::vector<LandBorder> read_land_borders(const Table& table) {
  const TextColumn a(table, "iso3_a"), b(table, "iso3_b");
  return records_of(table, [&](std::size_t row) { return LandBorder{a[row], b[row]}; });
}

}  // namespace sogdia
