#include "sogdia/network/network.h"

namespace sogdia {

const char* to_string(Mode mode) {
  switch (mode) {
    case Mode::sea:
      return "sea";
    case Mode::rail:
      return "rail";
    case Mode::road:
      return "road";
    case Mode::air:
      return "air";
    case Mode::ferry:
      return "ferry";
    case Mode::inland_water:
      return "inland_water";
    case Mode::transfer:
      return "transfer";
  }
  return "";
}

}  // namespace sogdia
