#include <fmt/format.h>

#include <cmath>
#include <map>

#include "sogdia/core/error.h"
#include "sogdia/core/no_number.h"
#include "sogdia/network/target.h"
#include "sogdia/study/answers/assign_input.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/imports/source_table.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/places/target_words.h"

namespace sogdia {
namespace {

// What shares a bottleneck: all links of a terminal, a passage, a crossing or a border; each of a line for
// itself.
std::int64_t sharing(const Network& network, TargetKind kind, std::size_t link) {
  switch (kind) {
    case TargetKind::passage:
    case TargetKind::border:
    case TargetKind::crossing:
    case TargetKind::terminal:
      return 0;
    case TargetKind::terminal_kind:
      return network.terminal[link];
    case TargetKind::pipeline:
    case TargetKind::link:
    case TargetKind::corridor:
    case TargetKind::way:
      break;
  }
  return static_cast<std::int64_t>(link);
}

bool is_stop(TargetKind kind) {
  return kind != TargetKind::pipeline && kind != TargetKind::link && kind != TargetKind::corridor &&
         kind != TargetKind::way;
}

// The rows of the file as bottlenecks of links.
class Capacities {
 public:
  Capacities(const World& world, const Built& built, AssignmentInput& input, const std::string& file)
      : world_(world),
        built_(built),
        input_(input),
        gazetteer_(world, built.network),
        table_(read_source_table(file)),
        row_of_(built.network.link_count(), table_.rows()),
        of_link(built.network.link_count(), 0) {
    const auto targets = table_.text(column("target")), capacities = table_.text(column("capacity"));
    capacity_ = source_numbers(table_, "capacity");
    b_ = source_numbers(table_, "b"), power_ = source_numbers(table_, "power");
    hours_ = source_numbers(table_, "hours");
    for (std::size_t row = 0; row < table_.rows(); ++row) add(row, targets[row]);
  }

 private:
  std::string column(const char* name) const {
    std::string found = source_column(table_, name);
    if (found.empty())
      throw Error(fmt::format("no column `{}`", name), table_.source,
                  "columns are target, capacity and, where they are not the usual, b or hours, and power");
    return found;
  }

  void add(std::size_t row, const std::string& words) {
    const std::string place = table_.place(row);
    if (!(capacity_[row] > 0) || !std::isfinite(capacity_[row]))
      throw Error(fmt::format("no capacity above 0 for `{}`", words), place, "leave out what has none");
    for (const auto* values : {&b_, &power_, &hours_})
      if ((*values)[row] < 0) throw Error(fmt::format("`{}` is below zero", (*values)[row]), place, "");
    const Network& network = built_.network;
    for (const auto& id :
         find_targets(world_, network, gazetteer_, Close{}, words, Study().base.year, place, input_.notes)) {
      const TargetKind kind = target_kind(id, place);
      std::map<std::int64_t, std::vector<std::size_t>> groups;
      for (const auto link :
           target_links(network, built_.costs, id, "", world_.records.works.corridors, place))
        groups[sharing(network, kind, link)].push_back(link);
      for (const auto& [key, links] : groups) join(links, kind, row, words);
    }
  }

  void join(const std::vector<std::size_t>& links, TargetKind kind, std::size_t row,
            const std::string& words) {
    double stop = kInfinity;
    for (const auto link : links) {
      if (row_of_[link] != table_.rows())
        throw Error(
            fmt::format("link `{}` of `{}` has a capacity already", built_.network.links[link], words),
            table_.place(row), "it was given in " + table_.place(row_of_[link]));
      row_of_[link] = row;
      stop = std::min(stop, is_stop(kind) ? built_.costs.stop_hours[link] : built_.costs.hours[link]);
      of_link[link] = static_cast<std::uint32_t>(input_.network.bottlenecks.size());
    }
    const double wait =
        std::isnan(hours_[row]) ? (std::isnan(b_[row]) ? kUsualB : b_[row]) * stop : hours_[row];
    if (!(wait > 0))
      throw Error(fmt::format("`{}` takes no hours that could grow", words), table_.place(row),
                  "say in a column `hours` how long the wait is at capacity");
    input_.network.bottlenecks.push_back(
        {0, wait * input_.cost_of_time, capacity_[row], std::isnan(power_[row]) ? kUsualPower : power_[row]});
    input_.capacity.push_back(capacity_[row]);
  }

  const World& world_;
  const Built& built_;
  AssignmentInput& input_;
  const Gazetteer gazetteer_;
  const Table table_;
  std::vector<double> capacity_, b_, power_, hours_;
  std::vector<std::size_t> row_of_;  // by link, that gave it its bottleneck; the number of rows = none

 public:
  std::vector<std::uint32_t> of_link;  // the bottleneck of each; 0 = none
};

// Zones go by the id of their place or node, and by the name of a place where no other has it.
void name_zones(AssignmentInput& input, const World& world, const Network& network) {
  for (std::size_t n = 0; n < network.node_count(); ++n)
    input.node[network.nodes[n]] = static_cast<std::uint32_t>(n);
  std::map<std::string, int> bearers;
  for (const auto& place : world.records.places) ++bearers[place.name];
  for (const auto& place : world.records.places) {
    const auto node = static_cast<std::uint32_t>(network.nodes.at(place.node, "node"));
    if (bearers[place.name] == 1) input.node.emplace(place.name, node);
    input.node[place.id] = node;
  }
}

}  // namespace

AssignmentInput input_of_capacities(const World& world, const AssignAsked& asked) {
  const Built built = base_network(world, {"open"}, "--projects");
  const Network& network = built.network;
  const Travel travel = base_travel(world, network, built.costs, {.sector = asked.sector});
  AssignmentInput input;
  input.cost_of_time = travel.shipper.value_of_time / 24 * travel.shipper.usd_per_tonne_value;
  // The first is what never waits.
  input.network.bottlenecks.push_back({});
  input.capacity.push_back(std::nan(""));
  const Capacities capacities(world, built, input, asked.capacities);
  input.network.nodes = network.nodes.labels();
  for (const auto type : network.node_type) input.network.end_only.push_back(type == NodeType::zone);
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (!built.costs.open(l)) continue;
    const auto add = [&](std::uint32_t tail, std::uint32_t head) {
      input.network.tail.push_back(tail), input.network.head.push_back(head);
      input.network.fixed.push_back(built.costs.usd_per_tonne[l] + built.costs.hours[l] * input.cost_of_time);
      input.network.bottleneck.push_back(capacities.of_link[l]);
      input.link.push_back(network.links[l]);
      input.fixed_time.push_back(built.costs.hours[l]);
    };
    add(network.from[l], network.to[l]);
    if (!network.directed[l]) add(network.to[l], network.from[l]);
  }
  name_zones(input, world, network);
  return input;
}

}  // namespace sogdia
