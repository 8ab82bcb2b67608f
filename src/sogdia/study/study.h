#pragma once
#include <string>
#include <vector>

#include "sogdia/core/scenario.h"

namespace sogdia {

// A study file (TOML) as plain data. docs/reference/study.md lists every key.
struct Study {
  std::string path;
  std::string title, subtitle;
  struct Base {
    std::string world;  // folder; empty = the embedded pack
    int year = 2023;
    std::string projects = "none";  // "none": without the pack's projects, "open": with those that are open
  } base;
  struct Access {
    int zones = 480;  // places that stand for their countries
    std::string sector = "general";
    std::string weights = "population";
  } access;
  struct Model {
    double theta_low = 3, theta_mid = 4, theta_high = 8;  // empty keys = parameters.toml
    double pass_through = 1.0;
  } model;
  Scenario scenario;
  std::vector<std::pair<std::string, std::string>> pairs;  // pair pages: {"CHN","RUS"}
  std::vector<std::string> corridors;                      // empty = all of the pack
};

// Throws Error with file and line, and a nearest-name hint for a misspelt key or value.
Study load_study(const std::string& path);

}  // namespace sogdia
