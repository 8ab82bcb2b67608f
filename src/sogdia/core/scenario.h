#pragma once
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace sogdia {

// What a scenario can change: one struct a kind, whose `kind` is the study's word for it. A study's words for
// countries, blocs and targets become codes and ids when it is resolved (study/pipeline/resolve.h,
// study/pipeline/prepare.h).

// Where the network changes.
struct Site {
  std::vector<std::string> targets = {};  // as in network/target.h
  std::string mode = {};                  // every one where empty
  std::string words = {};                 // what the user wrote, for people to read
  bool operator==(const Site&) const = default;
};

// Between whom trade costs change: exporters x importers.
struct Pairs {
  std::vector<std::string> exporters = {}, importers = {};
  bool both_ways = false;
};

struct Build {
  static constexpr const char* kind = "build";
  std::vector<std::string> projects = {};  // ids, or the words "open", "planned", "all"
  bool operator==(const Build&) const = default;
};
struct Upgrade {  // links, corridors, ways, passages: hours and money of moving
  static constexpr const char* kind = "upgrade";
  Site site = {};
  double hours_scale = 1.0, usd_scale = 1.0;
  bool operator==(const Upgrade&) const = default;
};
struct Close {  // targets of any kind
  static constexpr const char* kind = "close";
  Site site = {};
  bool operator==(const Close&) const = default;
};
struct Open {  // the same: what the base has closed (northern_sea_route)
  static constexpr const char* kind = "open";
  Site site = {};
  bool operator==(const Open&) const = default;
};
struct Border {  // borders and crossings: hours and money of the border
  static constexpr const char* kind = "border";
  Site site = {};
  double hours_scale = 1.0, usd_scale = 1.0;
  bool operator==(const Border&) const = default;
};
struct Dwell {  // terminals, kinds of them, passages: hours and money of the stop
  static constexpr const char* kind = "dwell";
  Site site = {};
  double hours_scale = 1.0, usd_scale = 1.0;
  bool operator==(const Dwell&) const = default;
};

struct Tariff {
  static constexpr const char* kind = "tariff";
  Pairs pairs = {};
  double rate_before = 0.0, rate_after = 0.0;  // fractions
};
struct Embargo {  // always both ways
  static constexpr const char* kind = "embargo";
  Pairs pairs = {};
  bool exact = false;       // nothing is left
  double kappa_hat = 10.0;  // else; a study's is embargo.kappa_hat of parameters.toml
};
struct Sanction {
  static constexpr const char* kind = "sanction";
  Pairs pairs = {};
  double beta = 0.0;  // log points of trade, 0 or less
};
struct Decouple {
  static constexpr const char* kind = "decouple";
  Pairs pairs = {};
  double cut = 0.0;  // fraction of trade
};

struct Productivity {
  static constexpr const char* kind = "productivity";
  std::vector<std::string> countries = {};
  double hat = 1.0;
};
struct Labour {
  static constexpr const char* kind = "labour";
  std::vector<std::string> countries = {};
  double hat = 1.0;
};
struct Deficit {
  static constexpr const char* kind = "deficit";
  std::vector<std::string> countries = {};  // all where empty
  double scale = 1.0;                       // 0 balances trade
};

using NetworkChange = std::variant<Build, Upgrade, Close, Open, Border, Dwell>;  // of links
using PolicyChange = std::variant<Tariff, Embargo, Sanction, Decouple>;          // of pairs of countries
using CountryChange = std::variant<Productivity, Labour, Deficit>;               // of countries themselves
using AnyChange = std::variant<NetworkChange, PolicyChange, CountryChange>;

struct Change {
  std::string name;
  AnyChange what;
  std::string where;  // "study.toml, line 31", for errors
};

struct Scenario {
  std::string name;
  std::vector<Change> changes;
};

// A function for each kind, as one to visit with; where a kind is forgotten it does not compile.
template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

// Calls `see` with the kind's struct.
template <class F, class Any>
decltype(auto) visit_kind(F&& see, Any& any) {
  if constexpr (std::is_same_v<std::remove_const_t<Any>, AnyChange>)
    return std::visit([&](auto& group) -> decltype(auto) { return std::visit(see, group); }, any);
  else
    return std::visit(see, any);
}

const char* kind_of(const AnyChange& any);
const char* kind_of(const NetworkChange& change);

// What several kinds have; null where the kind has none.
Site* site_of(AnyChange& any);
const Site* site_of(const AnyChange& any);
const Build* build_of(const AnyChange& any);

// The lists of countries and blocs that the kind has: exporters and importers, or countries.
std::vector<std::vector<std::string>*> countries_of(AnyChange& any);

// What a person calls it: "close suez", "tariff USA to CHN".
std::string words_of(const AnyChange& any);

}  // namespace sogdia
