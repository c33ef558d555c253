/*
 * The program inside a job's gateway. It listens on the loopback of the network that it shares with the job, and carries
 * the bytes of every connection over its own standard input and output, where the app is. It reads none of them: which
 * host may be reached, and by which address, the app decides. Freestanding: no library, no allocation, no files.
 *
 * A frame is a header of eight bytes and a payload: number of the connection (32 bits), length of the payload (16 bits),
 * kind (8 bits), zero; numbers are little endian. Numbers of connections grow and are never used twice, so a frame about
 * one that is gone is dropped. Each direction of a connection may have WINDOW bytes on the way; CREDIT, a number of 32
 * bits, says how many of them were taken.
 *
 * With an argument it waits until it is ended: so the gateway lives while nobody is connected to it.
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

enum { OPEN = 1, DATA = 2, END = 3, RESET = 4, CREDIT = 5 };
enum { PORT = 3128, CONNECTIONS = 64, WINDOW = 524288, PAYLOAD = 32768, HEADER = 8 };
enum { POLLIN = 1, POLLOUT = 4, EAGAIN = 11, EINTR = 4, NO_SIGNAL = 0x4000 };
/** Exit codes: standard output is gone, the port is taken, the other side breaks the rules. */
enum { FAILED_OUTPUT = 3, FAILED_LISTEN = 4, FAILED_RULES = 5 };

#if defined(__x86_64__)
enum { NR_read = 0, NR_write = 1, NR_close = 3, NR_socket = 41, NR_sendto = 44, NR_shutdown = 48, NR_bind = 49, NR_listen = 50 };
enum { NR_setsockopt = 54, NR_exit = 231, NR_ppoll = 271, NR_accept4 = 288 };

static i64 call(i64 nr, i64 a, i64 b, i64 c, i64 d, i64 e) {
  i64 result;
  register i64 r10 __asm__("r10") = d;
  register i64 r8 __asm__("r8") = e;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                   : "rcx", "r11", "memory");
  return result;
}
__asm__(".globl _start\n_start: xor %ebp,%ebp; mov (%rsp),%rdi; and $-16,%rsp; call begin; hlt");
#elif defined(__aarch64__)
enum { NR_close = 57, NR_read = 63, NR_write = 64, NR_ppoll = 73, NR_exit = 94, NR_socket = 198, NR_bind = 200, NR_sendto = 206 };
enum { NR_listen = 201, NR_setsockopt = 208, NR_shutdown = 210, NR_accept4 = 242 };

static i64 call(i64 nr, i64 a, i64 b, i64 c, i64 d, i64 e) {
  register i64 x8 __asm__("x8") = nr;
  register i64 x0 __asm__("x0") = a;
  register i64 x1 __asm__("x1") = b;
  register i64 x2 __asm__("x2") = c;
  register i64 x3 __asm__("x3") = d;
  register i64 x4 __asm__("x4") = e;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
  return x0;
}
__asm__(".globl _start\n_start: mov x29,#0; ldr x0,[sp]; bl begin; brk #0");
#else
#error "no such processor"
#endif

struct pollfd {
  int fd;
  short events, revents;
};

struct connection {
  /** 0: this place is free. */
  u32 number;
  int fd;
  /** Bytes for the job that it has not taken: a ring. */
  u32 first, held;
  /** What may still be sent to the app. */
  u32 credit;
  /** The job has said its last; the app has, and the job has been told so. */
  u8 job_ended, app_ended, told;
  u8 ring[WINDOW];
};

static struct connection connections[CONNECTIONS];
static struct pollfd polled[CONNECTIONS + 2];
static u8 input[HEADER + PAYLOAD], output[HEADER + PAYLOAD];
static u32 input_held, last_number;

static void finish(int code) {
  for (;;) call(NR_exit, code, 0, 0, 0, 0);
}

static u32 number_at(const u8 *at) { return at[0] | (u32)at[1] << 8 | (u32)at[2] << 16 | (u32)at[3] << 24; }

static void put_number(u8 *at, u32 number) {
  for (int i = 0; i < 4; i++) at[i] = (u8)(number >> 8 * i);
}

/** The payload, when there is one, lies in `output` behind the header already. */
static void send(u32 number, u8 kind, u32 length) {
  put_number(output, number);
  output[4] = (u8)length;
  output[5] = (u8)(length >> 8);
  output[6] = kind;
  output[7] = 0;
  for (u32 sent = 0; sent < HEADER + length;) {
    i64 wrote = call(NR_write, 1, (i64)(output + sent), HEADER + length - sent, 0, 0);
    if (wrote == -EINTR) continue;
    if (wrote <= 0) finish(FAILED_OUTPUT);
    sent += (u32)wrote;
  }
}

static void drop(struct connection *c) {
  call(NR_close, c->fd, 0, 0, 0, 0);
  c->number = 0;
}

static void reset(struct connection *c) {
  send(c->number, RESET, 0);
  drop(c);
}

/** Gives the job what is held for it, as much as it takes. */
static void deliver(struct connection *c) {
  u32 given = 0;
  while (c->held > 0) {
    u32 piece = WINDOW - c->first < c->held ? WINDOW - c->first : c->held;
    /* Without a signal: a job that has gone away must not end the relay. */
    i64 wrote = call(NR_sendto, c->fd, (i64)(c->ring + c->first), piece, NO_SIGNAL, 0);
    if (wrote == -EAGAIN || wrote == -EINTR) break;
    if (wrote <= 0) return reset(c);
    c->first = (c->first + (u32)wrote) % WINDOW;
    c->held -= (u32)wrote;
    given += (u32)wrote;
  }
  if (given > 0 && !c->app_ended) {
    put_number(output + HEADER, given);
    send(c->number, CREDIT, 4);
  }
  if (c->held == 0 && c->app_ended && !c->told) {
    call(NR_shutdown, c->fd, 1, 0, 0, 0);
    c->told = 1;
  }
  if (c->job_ended && c->told) drop(c);
}

/** Takes from the job what it says, as much as the app has room for. */
static void collect(struct connection *c) {
  u32 most = c->credit < PAYLOAD ? c->credit : PAYLOAD;
  i64 got = call(NR_read, c->fd, (i64)(output + HEADER), most, 0, 0);
  if (got == -EAGAIN || got == -EINTR) return;
  if (got < 0) return reset(c);
  if (got > 0) {
    c->credit -= (u32)got;
    send(c->number, DATA, (u32)got);
    return;
  }
  c->job_ended = 1;
  send(c->number, END, 0);
  if (c->told) drop(c);
}

static void admit(int listener) {
  for (u32 i = 0; i < CONNECTIONS; i++) {
    struct connection *c = &connections[i];
    if (c->number != 0) continue;
    i64 fd = call(NR_accept4, listener, 0, 0, 04000 | 02000000, 0);
    if (fd < 0) return;
    c->number = ++last_number;
    c->fd = (int)fd;
    c->first = c->held = 0;
    c->credit = WINDOW;
    c->job_ended = c->app_ended = c->told = 0;
    return send(c->number, OPEN, 0);
  }
}

static void take_frame(u8 kind, u32 number, const u8 *payload, u32 length) {
  struct connection *c = 0;
  for (u32 i = 0; i < CONNECTIONS && c == 0; i++)
    if (number != 0 && connections[i].number == number) c = &connections[i];
  if (c == 0) return;
  if (kind == DATA) {
    if (c->app_ended || length > WINDOW - c->held) finish(FAILED_RULES);
    for (u32 i = 0; i < length; i++) c->ring[(c->first + c->held + i) % WINDOW] = payload[i];
    c->held += length;
    deliver(c);
  } else if (kind == END) {
    c->app_ended = 1;
    deliver(c);
  } else if (kind == RESET) {
    drop(c);
  } else if (kind == CREDIT && length == 4) {
    u32 more = number_at(payload);
    if (more > WINDOW - c->credit) finish(FAILED_RULES);
    c->credit += more;
  } else {
    finish(FAILED_RULES);
  }
}

/** Frames may come in pieces and several at once. */
static void take_input(void) {
  i64 got = call(NR_read, 0, (i64)(input + input_held), sizeof input - input_held, 0, 0);
  if (got == -EAGAIN || got == -EINTR) return;
  /* The app is gone, and with it every way out. */
  if (got <= 0) finish(0);
  input_held += (u32)got;
  u32 at = 0;
  while (input_held - at >= HEADER) {
    u32 length = input[at + 4] | (u32)input[at + 5] << 8;
    if (length > PAYLOAD) finish(FAILED_RULES);
    if (input_held - at < HEADER + length) break;
    take_frame(input[at + 6], number_at(input + at), input + at + HEADER, length);
    at += HEADER + length;
  }
  for (u32 i = at; i < input_held; i++) input[i - at] = input[i];
  input_held -= at;
}

static int open_listener(void) {
  i64 fd = call(NR_socket, 2, 1 | 04000 | 02000000, 0, 0, 0);
  int yes = 1;
  /* Family, port and 127.0.0.1, in the order of the network. */
  u8 address[16] = {2, 0, PORT >> 8, PORT & 255, 127, 0, 0, 1};
  call(NR_setsockopt, fd, 1, 2, (i64)&yes, sizeof yes);
  if (fd < 0 || call(NR_bind, fd, (i64)address, sizeof address, 0, 0) < 0) finish(FAILED_LISTEN);
  if (call(NR_listen, fd, CONNECTIONS, 0, 0, 0) < 0) finish(FAILED_LISTEN);
  return (int)fd;
}

static short wanted(const struct connection *c) {
  short events = 0;
  if (c->number == 0) return 0;
  if (!c->job_ended && c->credit > 0) events |= POLLIN;
  if (c->held > 0) events |= POLLOUT;
  return events;
}

__attribute__((used, noreturn)) void begin(i64 argc) {
  if (argc > 1) for (;;) call(NR_ppoll, 0, 0, 0, 0, 0);
  int listener = open_listener();
  /* Connection 0 is none: it says that the relay listens. */
  send(0, OPEN, 0);
  for (;;) {
    u32 taken = 0;
    for (u32 i = 0; i < CONNECTIONS; i++) {
      short events = wanted(&connections[i]);
      taken += connections[i].number != 0;
      /* One that nothing is wanted of is left out, or its hanging up would be reported without end. */
      polled[i] = (struct pollfd){events ? connections[i].fd : -1, events, 0};
    }
    polled[CONNECTIONS] = (struct pollfd){0, POLLIN, 0};
    polled[CONNECTIONS + 1] = (struct pollfd){taken < CONNECTIONS ? listener : -1, POLLIN, 0};
    if (call(NR_ppoll, (i64)polled, CONNECTIONS + 2, 0, 0, 8) < 0) continue;
    for (u32 i = 0; i < CONNECTIONS; i++) {
      short seen = polled[i].revents;
      if (seen == 0) continue;
      if (polled[i].events & POLLOUT && seen & ~POLLIN) deliver(&connections[i]);
      if (connections[i].number != 0 && polled[i].events & POLLIN && seen & ~POLLOUT) collect(&connections[i]);
    }
    if (polled[CONNECTIONS + 1].revents) admit(listener);
    if (polled[CONNECTIONS].revents) take_input();
  }
}
