#pragma once
#include <set>
#include <string>
#include <vector>

#include "sogdia/study/tables/result.h"

namespace sogdia::report {

// What a study changes decides how its page opens, and what it shows.
enum class Topic { sanction, tariff, closure, project, economy };

// The kinds of the study's changes, each once, in the order of the enumeration; none without changes. A
// tariff between the sides of a sanction is a part of it.
std::vector<Topic> topics_of(const Scenario& scenario);

// Between whom trade costs rise. Targets are the fewer side of each sanction, embargo or decoupling (the
// importers, where both are as many); of a tariff the exporters who face it. Countries in the order of the
// study, each once.
struct Sides {
  std::vector<std::string> targets, senders;
  std::set<std::pair<std::string, std::string>> flows;  // exporter, importer
};
Sides sides_of(const Scenario& scenario, Topic topic);

// Whether the study's changes touch the network, trade costs by policy, or neither.
bool changes_network(const Scenario& scenario);

// Where a study has changes of several kinds, no figure is one kind's alone: a sentence, else "".
std::string together_words(const Study& study);

// "Surpluses and deficits of 2014 are held fixed": what the study does with them, in a sentence.
std::string deficit_words(const Study& study);

}  // namespace sogdia::report
