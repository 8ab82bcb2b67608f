#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/core/scenario.h"
#include "sogdia/equilibrium/deficits.h"

namespace sogdia {

// A figure of the model that an estimate gave: the value, its error, its interval (NaN = it has no end
// there).
struct ModelFigure {
  std::string key;  // "theta" or "value_of_time"
  double value = 0, std_error = 0, low = 0, high = 0;
  std::string estimate, term, file;  // formula or name of the model, its coefficient, where it is saved
};

// A study file (TOML) as plain data. docs/reference/study.md lists every key.
struct Study {
  std::string path, text;  // the file, and all that it says
  std::string title, subtitle;
  struct Base {
    std::string world;  // folder; empty = the embedded pack
    int year = 2023;
    std::vector<std::string> projects{"open"};  // those that stand before: as in select_projects
    std::string projects_where;                 // "study.toml, line 6", for errors
    Scenario changes;                           // of links, before any change of the scenario
  } base;
  struct Access {
    int zones = 480;  // at most so many places stand for their countries; every country keeps one
    std::string sector = "general";
    std::string weights = "population";
    std::string choice = "goods";     // or "hours": the way of least hours, which alone cost anything
    std::string switching = "costs";  // as in Switching (access/travel.h): "costs", "none", "all"
    std::optional<double> value_of_time =
        {};  // [model] value_of_time, fraction of value a day; none = the sector's
  } access;
  // Keys of [base] and [access], and value_of_time, that the file has, and where: "study.toml, line 6".
  std::map<std::string, std::string> said;
  struct Model {
    // Trade elasticity at three values, low <= mid <= high; 0 = parameters.toml's elasticity.theta.*
    double theta_low = 0, theta_mid = 0, theta_high = 0;
    double pass_through = 1.0;  // share of a cost change that reaches the buyer, 0 to 1
    DeficitRule deficits = DeficitRule::fixed;
    // "estimate:NAME", and of theta the term; with_estimates (saved_estimate.h) reads them.
    struct Saved {
      std::string name, term, where;
    };
    std::optional<Saved> theta_from, value_of_time_from;
    std::vector<ModelFigure> estimated;  // what they gave
  } model;
  Scenario scenario;
  // A gravity study estimates on the pack's trade and costs (gravity_table) and changes nothing.
  struct Estimate {
    std::string name, formula, where;  // where: SQL on the gravity table's columns; empty = all rows
    std::string family = "ppml", vcov = "cluster:exporter^importer", ssc = "ppmlhdfe";
    // What is read off it: the coefficient of a term, or a ratio of two, days over freight.
    std::string elasticity;
    std::vector<std::string> value_of_time;
    std::string place;  // "study.toml, line 12", for errors
  };
  std::vector<Estimate> estimates;
  // What others found, to stand beside it.
  struct Published {
    std::string measure;  // "elasticity" or "value_of_time"
    std::string source;
    double low = 0, high = 0;  // equal for a single figure
  };
  std::vector<Published> published;
  // Pair pages: {"CHN","RUS"}, {"EU","CHN"}; and pages of one country or bloc.
  std::vector<std::pair<std::string, std::string>> pairs;
  std::vector<std::string> countries;
  std::vector<std::string> corridors;                         // empty = all of the pack
  std::string pairs_where, countries_where, corridors_where;  // "study.toml, line 40", for errors
  std::vector<std::string>
      notes;  // what resolving has to tell: who was left out of a bloc, which of two names
};

// load_study also takes the figures that [model] names from saved estimates (saved_estimate.h).
// Throws Error with file and line, and a nearest-name hint for a misspelt key or value. What needs the world
// to be judged (countries, projects, targets) is judged by resolve_study.
Study load_study(const std::string& path);
Study load_study_text(const std::string& text, const std::string& name);

struct World;
class Index;

// The study with its blocs and country names expanded to codes and its elasticities filled from
// parameters.toml; who was left out of a bloc stands in its notes. Throws Error, placed at the study's line,
// for a country, bloc, project, corridor, sector or year that the world does not have. Targets are the
// network's: prepare() finds them.
// `economy` are the countries of the study's year.
Study resolve_study(const Study& study, const World& world, const Index& economy);

}  // namespace sogdia
