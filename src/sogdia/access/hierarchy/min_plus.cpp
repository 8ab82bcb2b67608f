#include "sogdia/access/hierarchy/min_plus.h"

#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

struct AddRow {
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const Line<double>* row, std::size_t lines, double add,
                                                std::uint64_t number, Line<double>* cost,
                                                Line<std::uint64_t>* by) {
    const typename Register<std::uint64_t, kBytes>::Type numbers =
        typename Register<std::uint64_t, kBytes>::Type{} + number;
    for (std::size_t k = 0; k < lines; ++k) {
#pragma GCC unroll 4
      for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
        const auto reached = part<kBytes>(row[k], p) + add;
        auto& least = part<kBytes>(cost[k], p);
        auto& came = part<kBytes>(by[k], p);
        const auto better = reached < least;
        least = better ? reached : least;
        came = better ? numbers : came;
      }
    }
  }
};

struct JoinEnds {
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const EndLists& ends, LaneRows& lanes) {
    using Costs = typename Register<double, kBytes>::Type;
    using Numbers = typename Register<std::uint64_t, kBytes>::Type;
    for (std::size_t list = 0; list + 1 < ends.first.size(); ++list) {
#pragma GCC unroll 4
      for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
        Costs least = Costs{} + kInfinity;
        Numbers end{};
        for (std::uint32_t e = ends.first[list]; e < ends.first[list + 1]; ++e) {
          const Costs reached = part<kBytes>(lanes.arrived[ends.column[e]], p) + ends.cost[e];
          const auto better = reached < least;
          const Numbers here = Numbers{} + (e - ends.first[list]);
          least = better ? reached : least;
          end = better ? here : end;
        }
        part<kBytes>(lanes.cost[list], p) = least;
        part<kBytes>(lanes.end[list], p) = end;
      }
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
