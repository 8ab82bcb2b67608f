#include <nlohmann/json.hpp>

#include "network_args.h"
#include "outputs.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/pipeline/skim_table.h"
#include "table_json.h"
#include "terminal.h"

namespace sogdia::tool {
int verb_skim(const SkimArgs& args, const Common& common) {
  const World world = open_world(common);
  require_outputs({args.out}, {world.folder});
  std::vector<std::string> notes;
  const Table table =
      skim_table(world, {asked_of(args.network), args.zones, args.sector, args.places, common.threads}, notes,
                 terminal_monitor(common));
  for (const auto& note : notes) talk(common, "note: " + note);
  if (!args.out.empty()) write_table(table, args.out);
  if (common.json)
    print(args.out.empty() ? json_text(table_json(table)) + "\n"
                           : json_text({{"file", args.out}, {"rows", table.rows()}}, 2) + "\n");
  else if (args.out.empty())
    print(csv_text(table));
  else
    talk(common, "wrote " + args.out);
  return 0;
}

}  // namespace sogdia::tool
