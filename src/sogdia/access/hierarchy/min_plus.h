#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sogdia/access/hierarchy/lanes.h"

namespace sogdia {

// A table of costs, its rows padded to whole lines with no way.
struct MinPlusRows {
  std::size_t columns = 0, stride = 0;  // lines of a row
  std::vector<Line<double>> lines;

  MinPlusRows() = default;
  MinPlusRows(std::size_t rows, std::size_t columns);
  double at(std::size_t row, std::size_t column) const {
    return lines[row * stride + column / kLanes<double>].lane[column % kLanes<double>];
  }
  void set(std::size_t row, std::size_t column, double cost) {
    lines[row * stride + column / kLanes<double>].lane[column % kLanes<double>] = cost;
  }
};

// By column the least cost, and the number of what it came by.
struct MinPlusRow {
  std::vector<Line<double>> cost;
  std::vector<Line<std::uint64_t>> by;

  void clear(std::size_t columns);
  double at(std::size_t column) const { return cost[column / kLanes<double>].lane[column % kLanes<double>]; }
  std::uint64_t by_at(std::size_t column) const {
    return by[column / kLanes<double>].lane[column % kLanes<double>];
  }
};

// least[c] = min(least[c], add + rows[row][c]); where it falls, least.by[c] = number.
void add_row(const MinPlusRows& rows, std::size_t row, double add, std::uint64_t number, MinPlusRow& least);

// Ends in several lists, one after the other: list k is first[k] .. first[k + 1].
struct EndLists {
  std::vector<std::uint32_t> first, column;
  std::vector<double> cost;
};

// Up to eight rows at a time, lane by lane: by list the least of arrived[column] + cost, and the position in
// the list that it came by.
struct LaneRows {
  std::vector<Line<double>> arrived;  // by column; lanes are rows
  std::vector<Line<double>> cost;     // by list
  std::vector<Line<std::uint64_t>> end;
};
void transpose(const std::vector<MinPlusRow>& rows, std::size_t count, std::size_t columns, LaneRows& lanes);
void join_ends(const EndLists& ends, LaneRows& lanes);

}  // namespace sogdia
