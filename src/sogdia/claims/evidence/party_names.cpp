#include <set>

#include "sogdia/claims/claims.h"
#include "sogdia/core/names.h"
#include "sogdia/core/table_cells.h"

namespace sogdia {
namespace {

PartyName::Kind kind_of(const std::string& kind) {
  return kind == "capital"  ? PartyName::Kind::capital
         : kind == "office" ? PartyName::Kind::office
         : kind == "leader" ? PartyName::Kind::leader
                            : PartyName::Kind::plain;
}

}  // namespace

std::vector<PartyName> party_names(const Table& countries, const Table* demonyms) {
  std::vector<PartyName> names;
  std::set<std::string> codes;
  if (countries.find("iso3") && countries.find("name")) {
    for (std::size_t row = 0; row < countries.rows(); ++row) {
      const std::string code = text_at(countries, "iso3", row);
      codes.insert(code);
      names.push_back({text_at(countries, "name", row), code, {}});
      for (const auto& other : split_list(text_at(countries, "names", row), '|'))
        names.push_back({other, code, {}});
    }
  }
  // A group is called by its name, whatever the order of the rows.
  for (const bool name : {true, false})
    for (std::size_t row = 0; demonyms && row < demonyms->rows(); ++row) {
      const std::string code = text_at(*demonyms, "code", row);
      const bool group = code.size() != 3;
      const std::string kind = text_at(*demonyms, "kind", row);
      if ((kind == "name") == name && (group || codes.count(code)))
        names.push_back({text_at(*demonyms, "name", row), code, kind_of(kind)});
      // "Americans" are those whom "American" names.
      if (kind == "adjective" && !name && (group || codes.count(code)))
        if (const std::string people = text_at(*demonyms, "name", row);
            people.ends_with("an") || people.ends_with("i"))
          names.push_back({people + "s", code, {}});
    }
  return names;
}

}  // namespace sogdia
