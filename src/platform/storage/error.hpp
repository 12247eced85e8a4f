// What can go wrong with the store of files. An exception: it is not the caller's fault.
#pragma once
#include <stdexcept>

namespace gavel::storage {

// It cannot be reached, has no room, or says no. The answer to a visitor is 503, a job is tried again.
class unavailable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace gavel::storage
