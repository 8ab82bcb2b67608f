#pragma once
#include <exception>
#include <string>

namespace sogdia {

// The one exception type: bad input, found at the edge. Programmer mistakes assert instead.
//   what   what was found and what was expected, names in back-ticks
//   where  file, row or line: "flows.csv, row 8 214"
//   hint   the next thing to try; may be empty
struct Error : std::exception {
  Error(std::string what_, std::string where_, std::string hint_)
      : message(std::move(what_)), where(std::move(where_)), hint(std::move(hint_)) {}
  const char* what() const noexcept override { return message.c_str(); }

  std::string message;
  std::string where;
  std::string hint;
};

// Thrown by whoever sees Monitor::cancelled() turn true; the tool exits with code 130.
struct Cancelled : std::exception {
  const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace sogdia
