#include "sogdia/pack/vote.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "sogdia/core/error.h"
#include "sogdia/pack/columns.h"

namespace sogdia {

std::vector<Resolution> read_resolutions(const Table& table) {
  const TextColumn symbol(table, "resolution"), name(table, "name");
  return records_of(table, [&](std::size_t row) { return Resolution{symbol[row], name[row]}; });
}

std::vector<Vote> read_votes(const Table& table) {
  constexpr std::array<std::string_view, 4> kVotes = {"yes", "no", "abstain", "absent"};
  const TextColumn resolution(table, "resolution"), iso3(table, "iso3"), vote(table, "vote");
  return records_of(table, [&](std::size_t row) {
    Vote cast{resolution[row], iso3[row], vote[row]};
    if (std::find(kVotes.begin(), kVotes.end(), cast.vote) == kVotes.end())
      throw Error(fmt::format("unknown vote `{}`", cast.vote), table.place(row),
                  "one of yes, no, abstain, absent");
    return cast;
  });
}

std::vector<Forum> read_forums(const Table& table) {
  const TextColumn id(table, "forum_id"), from_date(table, "from_date");
  return records_of(table, [&](std::size_t row) { return Forum{id[row], from_date[row]}; });
}

}  // namespace sogdia
