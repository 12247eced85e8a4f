// zstd, as streams. Constant memory.
#pragma once
#include "modules/backup/seal.hpp"

namespace gavel::backup {

class compressor {
public:
    explicit compressor(int level = 3);  // 1 to 19
    ~compressor();
    void add(std::string_view bytes, const sink& out);
    void finish(const sink& out);

private:
    struct state;
    std::unique_ptr<state> state_;
};

class decompressor {
public:
    decompressor();
    ~decompressor();
    void add(std::string_view bytes, const sink& out);  // damaged
    void finish(const sink& out);                       // damaged, if the frame is not complete

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace gavel::backup
