#include "sogdia/access/hierarchy/min_plus.h"

#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

struct AddRow {
  [[gnu::always_inline]] static inline void run(const Line<double>* row, std::size_t lines, double add,
                                                std::uint64_t number, Line<double>* cost,
                                                Line<std::uint64_t>* by) {
    const Line<std::uint64_t>::Lanes numbers = Line<std::uint64_t>::Lanes{} + number;
    for (std::size_t k = 0; k < lines; ++k) {
      const Line<double>::Lanes reached = row[k].lane + add;
      const auto better = reached < cost[k].lane;
      cost[k].lane = better ? reached : cost[k].lane;
      by[k].lane = better ? numbers : by[k].lane;
    }
  }
};

struct JoinEnds {
  [[gnu::always_inline]] static inline void run(const EndLists& ends, LaneRows& lanes) {
    for (std::size_t list = 0; list + 1 < ends.first.size(); ++list) {
      Line<double>::Lanes least = Line<double>::Lanes{} + kInfinity;
      Line<std::uint64_t>::Lanes end{};
      for (std::uint32_t e = ends.first[list]; e < ends.first[list + 1]; ++e) {
        const Line<double>::Lanes reached = lanes.arrived[ends.column[e]].lane + ends.cost[e];
        const auto better = reached < least;
        const Line<std::uint64_t>::Lanes here = Line<std::uint64_t>::Lanes{} + (e - ends.first[list]);
        least = better ? reached : least;
        end = better ? here : end;
      }
      lanes.cost[list].lane = least;
      lanes.end[list].lane = end;
    }
  }
};

}  // namespace

MinPlusRows::MinPlusRows(std::size_t rows, std::size_t columns_)
    : columns(columns_), stride((columns_ + kLanes<double> - 1) / kLanes<double>) {
  fill_lines(lines, rows * stride, kInfinity);
}

void MinPlusRow::clear(std::size_t columns) {
  const std::size_t count = (columns + kLanes<double> - 1) / kLanes<double>;
  fill_lines(cost, count, kInfinity);
  fill_lines(by, count, std::uint64_t{0});
}

void add_row(const MinPlusRows& rows, std::size_t row, double add, std::uint64_t number, MinPlusRow& least) {
  const Line<double>* from = rows.lines.data() + row * rows.stride;
  Line<double>* cost = least.cost.data();
  Line<std::uint64_t>* by = least.by.data();
  std::size_t lines = rows.stride;
  run_widest<AddRow>(from, lines, add, number, cost, by);
}

void transpose(const std::vector<MinPlusRow>& rows, std::size_t count, std::size_t columns, LaneRows& lanes) {
  fill_lines(lanes.arrived, columns, kInfinity);
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t c = 0; c < columns; ++c) lanes.arrived[c].lane[k] = rows[k].at(c);
  }
}

void join_ends(const EndLists& ends, LaneRows& lanes) {
  lanes.cost.resize(ends.first.size() - 1);
  lanes.end.resize(ends.first.size() - 1);
  run_widest<JoinEnds>(ends, lanes);
}

}  // namespace sogdia
