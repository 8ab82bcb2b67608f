#include "sogdia/core/scenario.h"

namespace sogdia {

const char* to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::build:
      return "build";
    case ChangeKind::upgrade:
      return "upgrade";
    case ChangeKind::close:
      return "close";
    case ChangeKind::open:
      return "open";
    case ChangeKind::border:
      return "border";
    case ChangeKind::dwell:
      return "dwell";
    case ChangeKind::tariff:
      return "tariff";
    case ChangeKind::embargo:
      return "embargo";
    case ChangeKind::sanction:
      return "sanction";
    case ChangeKind::decouple:
      return "decouple";
    case ChangeKind::productivity:
      return "productivity";
    case ChangeKind::labour:
      return "labour";
    case ChangeKind::deficit:
      return "deficit";
  }
  return "";
}

Reach reach_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::build:
    case ChangeKind::upgrade:
    case ChangeKind::close:
    case ChangeKind::open:
    case ChangeKind::border:
    case ChangeKind::dwell:
      return Reach::links;
    case ChangeKind::tariff:
    case ChangeKind::embargo:
    case ChangeKind::sanction:
    case ChangeKind::decouple:
      return Reach::pairs;
    case ChangeKind::productivity:
    case ChangeKind::labour:
    case ChangeKind::deficit:
      return Reach::countries;
  }
  return Reach::links;
}

}  // namespace sogdia
