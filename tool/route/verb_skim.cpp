#include <functional>
#include <nlohmann/json.hpp>

#include "outputs.h"
#include "route/network_args.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/answers/pair_table.h"
#include "sogdia/study/answers/skim_table.h"
#include "table_json.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

// Labels of nodes and names of places are text, whatever they look like.
Table read_names(const std::string& path) {
  TableSchema schema;
  for (const Column& column : read_table(path).columns) schema[column.name] = CellType::text;
  return read_table(path, schema);
}

// Hands the rows to `use`, in parts where there may be many.
void ways(const World& world, const SkimArgs& args, const Common& common, std::vector<std::string>& notes,
          const std::function<void(const TableParts&)>& use) {
  const Monitor monitor = terminal_monitor(common);
  if (args.pairs.empty() && args.nodes.empty()) {
    if (args.weight != "cost")
      throw Error("`--weight` says what the ways of `--pairs` or `--nodes` have least of", "--weight",
                  "give one of the two");
    return use(one_part(
        skim_table(world, {asked_of(args.network), args.zones, args.sector, args.places, common.threads},
                   notes, monitor)));
  }
  const PairsAsked asked{asked_of(args.network), args.sector, args.weight, common.threads};
  if (!args.nodes.empty()) return square_table(world, asked, read_names(args.nodes), notes, use, monitor);
  use(one_part(pair_table(world, asked, read_names(args.pairs), notes, monitor)));
}

}  // namespace

int verb_skim(const SkimArgs& args, const Common& common) {
  if (!args.matrix.empty() && !args.out.empty())
    throw Error("both `--matrix` and `-o` name a file for the same table", "--matrix", "give one of the two");
  const std::string& out = args.matrix.empty() ? args.out : args.matrix;
  const World world = open_world(common, PackPart::ways);
  require_outputs({out}, {world.folder, args.pairs, args.nodes});
  std::vector<std::string> notes;
  ways(world, args, common, notes, [&](const TableParts& parts) {
    for (const auto& note : notes) talk(common, "note: " + note);
    if (out.empty()) {
      const Table table = join_parts(parts);
      return print(common.json ? json_text(table_json(table)) + "\n" : csv_text(table));
    }
    std::size_t rows = 0;
    write_parts(
        [&] {
          const Table* part = parts();
          rows += part ? part->rows() : 0;
          return part;
        },
        out);
    if (common.json)
      print(json_text({{"file", out}, {"rows", rows}}, 2) + "\n");
    else
      talk(common, "wrote " + out);
  });
  return 0;
}

}  // namespace sogdia::tool
