// Private to this folder: shuts a process in before it touches a stranger's bytes.
#pragma once
#include "platform/image/order.hpp"

namespace gavel::image {

// From here on this process cannot open a file or a socket, run a program, make a process, or see, signal or trace another one; its memory,
// its time and what it may write are bounded. Whoever takes it over has the picture it was given and nothing else.
// False: the system does not allow it.
bool shut_in(const limits& l);

}  // namespace gavel::image
