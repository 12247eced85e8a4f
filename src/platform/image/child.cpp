#include "platform/image/child.hpp"

#include "platform/image/cell.hpp"
#include "platform/image/channel.hpp"
#include "platform/image/pack.hpp"
#include "platform/image/render.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>

namespace gavel::image {

bool is_child(int argc, char** argv) { return argc == 3 && argv[1] == child_word; }

int child_main(char** argv) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    ::setpriority(PRIO_PROCESS, 0, child_niceness);
    bool working = false;
    try {
        const auto wanted = read_order(argv[2]);
        const auto content = read_channel(child_input, input_bytes_max);
        start_libvips(argv[0]);
        if (!shut_in(wanted.limits)) std::_Exit(child_not_ready);
        working = true;
        write_channel(child_output, write_result(render(content, wanted)));
    } catch (const std::bad_alloc&) {
        std::_Exit(child_out_of_memory);
    } catch (const std::exception&) {
        std::_Exit(working ? child_failed : child_not_ready);
    }
    std::_Exit(0);  // nothing here needs an orderly end
}

}  // namespace gavel::image
