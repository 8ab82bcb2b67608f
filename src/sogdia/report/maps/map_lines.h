#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "sogdia/network/network.h"
#include "sogdia/report/facts/rows.h"
#include "sogdia/report/maps/projection.h"

namespace sogdia::report {

// Where each link runs, (lon, lat): the pack's link_shapes, else straight between its nodes.
class LinkShapes {
 public:
  explicit LinkShapes(const Result& result);
  Points line(const Network& network, std::size_t link) const;

 private:
  std::unordered_map<std::string_view, const std::string*> shapes_;
};

// "lon lat;lon lat" read into points; what does not read as two numbers is left out.
Points parse_points(std::string_view text);

// Gathers lines on a sheet, each stretch drawn once: points are drawn together within cells of `cell` px, so
// that a dense network stays small whatever its number of links.
class Thinner {
 public:
  Thinner(const Sheet& sheet, double cell) : sheet_(&sheet), cell_(cell) {}
  void add(const Points& line);
  std::string path() const;

 private:
  std::int64_t node(double x, double y);

  const Sheet* sheet_;
  double cell_;
  std::unordered_map<std::int64_t, std::pair<double, double>> nodes_;
  std::unordered_set<std::uint64_t> edges_;
  std::vector<Points> strokes_;
};

}  // namespace sogdia::report
