#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/study/world/world.h"

namespace sogdia {

// Years of the trade table, oldest first.
std::vector<int> trade_years(const World& world);

// Nothing where the table has no such flow: it is below what the table tells apart from nothing.
std::optional<TradeCell> trade_cell(const World& world, const std::string& exporter,
                                    const std::string& importer, int year);

// All flows of a country as exporter or as importer in a year, by (exporter, importer).
std::map<std::pair<std::string, std::string>, TradeCell> trade_cells_of(const World& world,
                                                                        const std::string& country, int year);

// "reported by both", "reported by the importer", "nobody reports it: an estimate", for a reader.
std::string class_words(const std::string& reported_by);

// "47.1 bn USD (45.2 to 49.0), reported by both"
std::string cell_text(const TradeCell& cell);

}  // namespace sogdia
