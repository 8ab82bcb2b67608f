#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sogdia/study/world/party.h"

namespace sogdia {

// A side of a pair's page, or whom a country's page is about: a country, or a bloc taken as one. `id` is the
// code, or the bloc's id as the study names it ("EU", "EU@2014"), and stands in the tables of the run.
struct Side {
  std::string id;
  std::vector<std::string> members;  // those with an economy, as of the bloc's year
  bool bloc() const { return members.size() > 1; }
};

// Throws Error with the nearest names, placed at `where`.
Side find_side(const World& world, const Index& economy, const std::string& words, int year,
               const std::string& where = "");

// The economy with each bloc's countries taken as one, under its id; the economy itself where there is none.
Economy with_sides(const Economy& economy, const std::vector<Side>& sides);

// Of each side the country that trades most with the other: its places stand for the side.
std::pair<std::string, std::string> main_countries(const Economy& economy, const Side& a, const Side& b);

}  // namespace sogdia
