#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/index.h"

namespace sogdia {

enum class Mode : std::uint8_t {
  sea,
  rail,
  road,
  air,
  ferry,
  inland_water,
  transfer,
  oil_pipeline,
  gas_pipeline
};
inline constexpr std::size_t kModeCount = 9;
inline constexpr bool is_pipeline(Mode mode) {
  return mode == Mode::oil_pipeline || mode == Mode::gas_pipeline;
}
const char* to_string(Mode mode);
std::optional<Mode> parse_mode(std::string_view text);

enum class NodeType : std::uint8_t {
  place,
  port,
  airport,
  rail_terminal,
  crossing,
  junction,
  sea,
  zone,
  pipe
};
std::optional<NodeType> parse_node_type(std::string_view text);

// Why a link is closed. A link may be closed for several reasons at once and opens when the last is gone:
// opening Suez does not open a railway that was never built.
enum ClosedBy : std::uint8_t {
  kByStatus = 1,
  kByCrossing = 2,
  kByPassage = 4,
  kByProject = 8,
  kByTerminal = 16
};

// A world freight network as a structure of vectors: what is where, and joins what. It is made once and
// shared; what its links cost, and which of them are closed, differs from scenario to scenario and stands in
// LinkCosts. Links are undirected unless `directed`.
struct Network {
  // Nodes, size nodes.size(). `country` is a position in `countries`, -1 at sea.
  Index nodes;
  std::vector<std::string> node_name;
  std::vector<double> lon, lat;
  std::vector<NodeType> node_type;
  std::vector<std::int32_t> country;
  Index countries;  // iso3

  // Links, size links.size().
  Index links;
  std::vector<std::uint32_t> from, to;
  std::vector<std::uint8_t> directed;
  std::vector<Mode> mode;
  std::vector<double> length_km;
  std::vector<std::int32_t> passage, crossing, terminal,
      project;                            // positions in the indexes below, -1 = none
  std::vector<std::uint8_t> gauge_break;  // 1 on a crossing link where the gauge changes
  std::vector<std::int16_t> opened_year;  // 0 = not known
  std::vector<double> capacity;           // tonnes a year; NaN = not known

  // Country whose waters a link lies in and who may shut it, a position in `countries`, -1 = none: rivers,
  // canals, and passages that are no strait of the open sea (Suez is Egypt's, Dover nobody's).
  std::vector<std::int32_t> waters;

  // By link, 1 = large ships do not fit: a passage whose `large_ships` is 0, a small port's transfer.
  std::vector<std::uint8_t> bars_large_ships;

  Index passages;   // "suez"
  Index crossings;  // crossing ids; `crossing_pair[k]` is "CHN-KAZ", labels in alphabetical order
  std::vector<std::string> crossing_pair, crossing_name;
  Index terminals;  // terminal ids
  std::vector<std::string> terminal_kind, terminal_name;
  Index projects;

  std::size_t node_count() const { return nodes.size(); }
  std::size_t link_count() const { return from.size(); }
};

// What the links of a network cost, in one state of the world, by link. All costs sit on links: a transfer
// link pays a terminal's dwell and handling, a crossing link the border, a passage link the passage.
struct LinkCosts {
  std::vector<double> hours;          // full time to traverse, with dwell, border and passage hours included
  std::vector<double> usd_per_tonne;  // full money to traverse
  std::vector<double> stop_hours;     // the part of `hours` that is dwell, border or passage
  std::vector<double> stop_usd;       // the part of `usd_per_tonne` that is handling, border or passage
  std::vector<std::uint8_t> closed_by;      // ClosedBy bits; a link with any is never traversed
  std::vector<std::string> built_projects;  // ids, in the order they were built

  bool open(std::size_t link) const { return closed_by[link] == 0; }
};

// Whether a link costs something else in `b` than in `a`, or is open in one alone. Hours of a link that stays
// closed matter to nobody.
bool differs(const LinkCosts& a, const LinkCosts& b, std::size_t link);
// The links that do, in ascending order.
std::vector<std::uint32_t> differing_links(const LinkCosts& a, const LinkCosts& b);

}  // namespace sogdia
