// libzstd's streams.
#include "modules/backup/compress.hpp"

#include <zstd.h>

#include <bit>
#include <stdexcept>
#include <string>

namespace gavel::backup {
namespace {

struct zstd_freed {
    void operator()(ZSTD_CCtx* c) const { ZSTD_freeCCtx(c); }
    void operator()(ZSTD_DCtx* d) const { ZSTD_freeDCtx(d); }
};

// What the thread beside us takes at once. Larger pieces gain nothing and cost four times their size.
constexpr int beside_bytes = 4 * 1024 * 1024;

std::size_t zstd_checked(std::size_t result) {
    if (ZSTD_isError(result)) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(result));
    return result;
}

}  // namespace

struct compressor::state {
    std::unique_ptr<ZSTD_CCtx, zstd_freed> context{ZSTD_createCCtx()};
    std::string piece = std::string(piece_bytes_max, '\0');

    // Returns when all of `bytes` was taken and, at the end, everything has come out.
    void run(std::string_view bytes, ZSTD_EndDirective how, const sink& out) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (bool done = false; !done;) {
            ZSTD_outBuffer made{piece.data(), piece.size(), 0};
            const auto left = zstd_checked(ZSTD_compressStream2(context.get(), &made, &in, how));
            if (made.pos > 0) out({piece.data(), made.pos});
            done = how == ZSTD_e_end ? left == 0 : in.pos == in.size;
        }
    }
};

compressor::compressor(int level) : state_(std::make_unique<state>()) {
    if (level < 1 || level > compression_level_max) throw std::invalid_argument("backups are compressed at level 1 to 19");
    zstd_checked(ZSTD_CCtx_setParameter(state_->context.get(), ZSTD_c_compressionLevel, level));
    zstd_checked(ZSTD_CCtx_setParameter(state_->context.get(), ZSTD_c_checksumFlag, 1));
    // A libzstd without threads does it in ours.
    if (!ZSTD_isError(ZSTD_CCtx_setParameter(state_->context.get(), ZSTD_c_nbWorkers, 1)))
        zstd_checked(ZSTD_CCtx_setParameter(state_->context.get(), ZSTD_c_jobSize, beside_bytes));
}

compressor::~compressor() = default;
void compressor::add(std::string_view bytes, const sink& out) { state_->run(bytes, ZSTD_e_continue, out); }
void compressor::finish(const sink& out) { state_->run({}, ZSTD_e_end, out); }

struct decompressor::state {
    std::unique_ptr<ZSTD_DCtx, zstd_freed> context{ZSTD_createDCtx()};
    std::string piece = std::string(piece_bytes_max, '\0');
    bool ended = false;
};

decompressor::decompressor() : state_(std::make_unique<state>()) {
    constexpr int window_log = std::bit_width(window_bytes_max) - 1;
    zstd_checked(ZSTD_DCtx_setParameter(state_->context.get(), ZSTD_d_windowLogMax, window_log));
}

decompressor::~decompressor() = default;

void decompressor::add(std::string_view bytes, const sink& out) {
    auto& s = *state_;
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    // A full piece may mean that more is to come out although everything was taken.
    for (bool full = false; in.pos < in.size || full;) {
        if (s.ended) throw damaged("The compressed data goes on after its end.");
        ZSTD_outBuffer made{s.piece.data(), s.piece.size(), 0};
        const auto left = ZSTD_decompressStream(s.context.get(), &made, &in);
        if (ZSTD_isError(left)) throw damaged(std::string("The compressed data is damaged: ") + ZSTD_getErrorName(left) + ".");
        s.ended = left == 0;
        full = made.pos == made.size && !s.ended;
        if (made.pos > 0) out({s.piece.data(), made.pos});
    }
}

void decompressor::finish(const sink&) {
    if (!state_->ended) throw damaged("The compressed data is cut short.");
}

}  // namespace gavel::backup
