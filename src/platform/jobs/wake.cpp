#include "platform/jobs/wake.hpp"

namespace gavel::jobs {

runtime::doorbell& new_jobs() {
    static runtime::doorbell process;
    return process;
}

}  // namespace gavel::jobs
