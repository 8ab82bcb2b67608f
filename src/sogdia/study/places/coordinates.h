#pragma once
#include <optional>
#include <string_view>

namespace sogdia {

// A point as a user types it.
struct Coordinates {
  double lat = 0.0, lon = 0.0;  // degrees
  bool swapped = false;         // longitude came first, the only reading that lies on the earth
};

// "31.2,121.5", "31.2 121.5", "-33.9, 18.4", "31.2 N, 121.5 E", "E121.5 N31.2", "31°12'N 121°30'E": latitude
// first where no letter says otherwise. Nothing where the text is not two numbers; throws Error where it is,
// and they are no latitude and longitude.
std::optional<Coordinates> read_coordinates(std::string_view text);

}  // namespace sogdia
