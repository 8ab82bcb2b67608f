#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "outputs.h"
#include "sogdia/core/error.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/answers/modal_split_table.h"
#include "table_json.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

bool yes(const std::string& word, const std::string& where) {
  if (word.empty() || word == "0" || word == "false" || word == "no") return false;
  if (word == "1" || word == "true" || word == "yes") return true;
  throw Error("`" + word + "` is neither yes nor no", where, "write yes or no");
}

// The rows of a file, in the words of the options.
std::vector<SplitAsked> read_asked(const std::string& path) {
  TableSchema schema;
  for (const Column& column : read_table(path).columns) schema[column.name] = CellType::text;
  const Table table = read_table(path, schema);
  std::vector<SplitAsked> asked;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto cell = [&](const char* name) {
      const Column* column = table.find(name);
      return column ? cell_text(*column, row) : std::string();
    };
    const std::string where = table.place(row);
    SplitAsked one{table.column("from").size() > row ? cell("from") : "",
                   cell("to"),
                   cell("goods"),
                   yes(cell("both"), where),
                   yes(cell("within"), where),
                   cell("through")};
    read_km(cell("km"), where, one);
    asked.push_back(one);
  }
  return asked;
}

void print_text(const ModesArgs& args, const Table& table) {
  print(fmt::format("{} of {}, by mode (estimated)\n", args.goods.empty() ? "Goods" : args.goods, args.year));
  print(fmt::format("{:<14}{:>9}{:>9}{:>11}{:>12}{:>14}\n", "mode", "value", "tonnes", "tonne-km", "USD bn",
                    "million t"));
  for (std::size_t k = 0; k < table.rows(); ++k) {
    const auto share = [&](const char* name) { return 100 * table.numbers(name)[k]; };
    print(fmt::format("{:<14}{:>7.1f} %{:>7.1f} %{:>9.1f} %{:>12.2f}{:>14.2f}\n", table.text("mode")[k],
                      share("share_value"), share("share_tonnes"), share("share_tonne_km"),
                      table.numbers("usd")[k] / 1e9, table.numbers("tonnes")[k] / 1e6));
  }
}

}  // namespace

int verb_modes(const ModesArgs& args, const Common& common) {
  if (args.file.empty() && args.from.empty())
    throw Error("neither countries nor a file of them are given", "FROM", "such as `sogdia modes USA MEX`");
  if (!args.file.empty() && !args.from.empty())
    throw Error("both countries and a file of them are given", "--file", "give one of the two");
  const auto world = std::make_shared<const World>(open_world(common));
  require_outputs({args.out}, {world->folder, args.file});
  std::vector<SplitAsked> asked;
  if (args.file.empty()) {
    SplitAsked one{args.from, args.to, args.goods, args.both, args.within, args.through};
    read_km(args.km, "--km", one);
    asked.push_back(one);
  } else {
    asked = read_asked(args.file);
  }
  const ModalSplits splits(world, args.year, common.threads, terminal_monitor(common));
  std::vector<ModalSplit> found;
  for (std::size_t k = 0; k < asked.size(); ++k) {
    try {
      found.push_back(splits.of(asked[k]));
    } catch (const Error& error) {
      if (args.file.empty()) throw;
      throw Error(error.message, fmt::format("{}, row {}, {}", args.file, k + 1, error.where), error.hint);
    }
  }
  const Table table = modal_split_table(asked, found);
  if (table.rows() == 0)
    throw Error("nothing of these goods goes between them", "FROM",
                "other goods, other countries or a wider `--km`");
  if (!args.out.empty()) {
    write_table(table, args.out);
    talk(common, "wrote " + args.out);
  } else if (common.json) {
    print(json_text(table_json(table)) + "\n");
  } else if (args.file.empty()) {
    print_text(args, table);
  } else {
    print(csv_text(table));
  }
  return 0;
}

}  // namespace sogdia::tool
