#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/network/network.h"
#include "sogdia/pack/project.h"

namespace sogdia {

// What a network change is made to, by exact ids; names and blocs become ids in study/places/target_words.h.
//
//   passage:suez             a passage
//   border:KAZ               every crossing of a country's borders; closed and opened with its gate_links
//   border:CHN-KAZ           every crossing between two countries, in either order
//   border:KAZ+KGZ+RUS       every crossing between two of them
//   border:CHN-KAZ+KGZ       every crossing from one side's countries to the other's
//   crossing:CHN-KAZ-rail-1  one crossing
//   port:CNSHA, air:PVG, rail:CHN-Chongqing     a terminal, by its id
//   kind:port                every terminal of a kind
//   pipeline:druzhba         a pipeline, every branch of it
//   link:ID                  a link
//   corridor:ID              the ways between a corridor's stops, each leg by its own mode
//   A..B                     the shortest way between two nodes by `mode` (rail where it is empty)
enum class TargetKind { passage, border, crossing, terminal, terminal_kind, pipeline, link, corridor, way };

// How targets are written, as a hint.
inline constexpr const char* kTargetForms =
    "name it as passage:suez, border:CHN-KAZ, port:CNSHA, rail:..., air:PVG, pipeline:druzhba, link:ID, "
    "corridor:ID or A..B";

// "a passage", "a border", ...
const char* describe(TargetKind kind);

// The kind an id is of, by its form alone; throws Error where it has none of the forms above.
TargetKind target_kind(std::string_view id, const std::string& where);

// The pipeline that a link is part of, as its id begins: `pipe:ID/...`; empty = none.
std::string_view pipeline_of(std::string_view link);

// The ways in and out of a country that are no crossings of its borders: its waters (rivers, canals), what
// joins its ports to the sea, pipelines and flights to elsewhere. Coasting from port to port goes with them.
// Ascending.
std::vector<std::size_t> gate_links(const Network& network, const std::string& iso3, const std::string& mode);

// Links in ascending order, never empty. `mode` (empty = any) narrows borders, crossings and corridors to
// what goes by it, and picks the way of A..B. Throws Error with `where` and the nearest id for what the
// network does not have, and where no link goes by the mode. `costs` says
// what is open: a way goes by open links.
std::vector<std::size_t> target_links(const Network& network, const LinkCosts& costs, const std::string& id,
                                      const std::string& mode, const std::vector<Corridor>& corridors,
                                      const std::string& where);

}  // namespace sogdia
