#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/pipeline/stages.h"

namespace sogdia {

// Everything a run produced, and everything its brief and its files are made from.
struct Result {
  Study study;                            // resolved
  std::shared_ptr<const BaseWorld> base;  // before the changes; never null in a finished result
  LinkCosts after;                        // links after them
  std::map<std::string, Table> tables;    // those of run_schema (output_schema.h), by name
  std::vector<std::pair<std::string, double>> headline;  // summary.json: name -> number
  std::vector<StageTime> stages;
  std::vector<std::string> warnings;
  bool converged = true;
};

}  // namespace sogdia
