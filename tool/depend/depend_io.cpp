#include <fmt/format.h>

#include <algorithm>

#include "depend/depend_more.h"
#include "sogdia/core/error.h"
#include "sogdia/dependence/look_through.h"
#include "sogdia/io/json_text.h"
#include "sogdia/sql/table_files.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

struct Shares {
  double exports = 0, imports = 0, exports_through = 0, imports_through = 0;
};

Shares shares(const LookThrough& found, std::size_t a, std::size_t b) {
  return {export_share(found.gross, a, b), import_share(found.gross, a, b),
          export_share(found.value_added, a, b), import_share(found.value_added, a, b)};
}

Json shares_json(const Shares& s) {
  return {{"export_share", s.exports},
          {"import_share", s.imports},
          {"export_share_look_through", s.exports_through},
          {"import_share_look_through", s.imports_through}};
}

}  // namespace

int depend_io(const DependArgs& args, const Common& common) {
  const Table file = parquet_too().read(args.io, {{"exporter", CellType::text},
                                                  {"sector", CellType::text},
                                                  {"importer", CellType::text},
                                                  {"use", CellType::text},
                                                  {"value", CellType::number}});
  const InputOutput table = read_input_output(file);
  const LookThrough found = look_through(table);
  const Index& countries = table.countries;
  if (args.a.empty()) throw Error("nobody is named", "", "depend A --io FILE, or depend A B --io FILE");
  const std::size_t a = countries.at(args.a, "country");
  std::vector<std::size_t> others;
  if (!args.b.empty()) others.push_back(countries.at(args.b, "country"));
  for (std::size_t k = 0; k < countries.size() && args.b.empty(); ++k)
    if (k != a) others.push_back(k);
  if (others.front() == a)
    throw Error(fmt::format("`{}` is paired with itself", args.a), "", "name two countries");
  std::stable_sort(others.begin(), others.end(), [&](std::size_t x, std::size_t y) {
    return import_share(found.value_added, a, x) > import_share(found.value_added, a, y);
  });
  if (common.json) {
    Json out = {{"a", args.a}, {"partners", Json::array()}};
    for (const auto b : others) {
      Json row = {{"b", countries[b]},
                  {"a_on_b", shares_json(shares(found, a, b))},
                  {"b_on_a", shares_json(shares(found, b, a))},
                  {"value_added_a_in_b", found.value_added(a, b)},
                  {"value_added_b_in_a", found.value_added(b, a)}};
      out["partners"].push_back(std::move(row));
    }
    print(json_text(out, 2) + "\n");
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto b : others) {
    const Shares s = shares(found, a, b);
    rows.push_back({countries[b], per_cent(s.exports), per_cent(s.exports_through), per_cent(s.imports),
                    per_cent(s.imports_through)});
  }
  print(fmt::format("{}, as customs see it and looked through (value added in final demand)\n\n", args.a) +
        aligned({"", "of its exports", "looked through", "of its imports", "looked through"}, rows,
                {false, true, true, true, true}));
  return 0;
}

}  // namespace sogdia::tool
