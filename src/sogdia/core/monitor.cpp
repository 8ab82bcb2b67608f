#include "sogdia/core/monitor.h"

#include "sogdia/core/error.h"

namespace sogdia {

void check_cancelled(const Monitor& monitor) {
  if (monitor.cancelled && monitor.cancelled()) throw Cancelled();
}

void say(const Monitor& monitor, std::string_view text) {
  if (monitor.message) monitor.message(text);
}

void report_progress(const Monitor& monitor, std::string_view what, double fraction) {
  if (monitor.progress) monitor.progress(what, fraction);
}

}  // namespace sogdia
