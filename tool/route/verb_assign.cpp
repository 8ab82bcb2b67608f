#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "outputs.h"
#include "sogdia/io/json_text.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/answers/assign_input.h"
#include "terminal.h"

namespace sogdia::tool {
int verb_assign(const AssignArgs& args, const Common& common) {
  require_outputs({args.out}, {common.world, args.trips, args.asked.capacities});
  std::vector<std::string> notes;
  const World world =
      is_source_network(common.world) ? world_of_source(common.world, notes) : open_world(common);
  const AssignmentInput input = assignment_input(world, args.asked);
  const SourceTrips trips = read_trips(args.trips);
  const auto between = trips_between(input, trips);
  for (const auto* some : {&std::as_const(notes), &input.notes, &trips.notes})
    for (const auto& note : *some) talk(common, "note: " + note);

  AssignmentOptions options = args.options;
  options.threads = common.threads;
  const auto start = std::chrono::steady_clock::now();
  const Assignment found = assign(input.network, between, options, terminal_monitor(common));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!args.out.empty()) write_table(flow_table(input, found), args.out);

  if (common.json) {
    const nlohmann::ordered_json out = {
        {"objective", found.objective},   {"tstt", found.tstt}, {"relative_gap", found.relative_gap},
        {"iterations", found.iterations}, {"seconds", seconds}, {"converged", found.converged}};
    print(json_text(out, 2) + "\n");
  } else {
    print(fmt::format("objective     {:20.6f}\ntstt          {:20.6f}\nrelative gap  {:20.2e}\n",
                      found.objective, found.tstt, found.relative_gap));
    talk(common, fmt::format("{} after {} iterations and {:.2f} s",
                             found.converged ? "converged" : "not converged", found.iterations, seconds));
    if (!args.out.empty()) talk(common, "wrote " + args.out);
  }
  return found.converged ? 0 : 3;
}

}  // namespace sogdia::tool
