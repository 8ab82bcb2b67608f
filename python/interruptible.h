#pragma once
#include <functional>

#include "sogdia/core/monitor.h"

namespace sogdia::python {

// Runs `work` on a thread of its own while the caller, without the interpreter's lock, waits for it and looks
// for signals every 50 ms. Ctrl-C turns Monitor::cancelled() true, which is then cheap to ask from any
// thread; once `work` has stopped, the signal's exception (KeyboardInterrupt) is thrown. The caller holds the
// lock.
void run_interruptible(const std::function<void(const Monitor&)>& work);

}  // namespace sogdia::python
