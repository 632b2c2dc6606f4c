/*
 * A PKCS#11 module that plays a card and misbehaves on demand. Everything is kept in the folder that MOCK_CARD names, so that it
 * outlives the process that a fault has killed:
 *   plan     one line for each fault: "<function> <what> [<argument>]"; a line is used up when its function is called.
 *            what: crash | hang | exit | remove | code <hex> | slow <ms>
 *   tries    tries of the PIN left, as a number; 0 is locked. Missing: 3.
 *   absent   present when the card is not in the reader
 *   noreader present when there is no reader
 *   pinpad   present when the reader has a PIN pad
 *   always   present when the key asks for the PIN each time
 *   logins   one letter for each call of C_Login: r right, w wrong, n NULL PIN, c context-specific, l called at locked, f at final try
 *   cert     the certificate, DER
 *   signature what C_Sign answers
 *   serial   serial number of the token; missing: MOCK0001
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long ULONG;
typedef unsigned char BYTE;
typedef struct { BYTE major, minor; } VERSION;
typedef struct { BYTE description[64], manufacturer[32]; ULONG flags; VERSION hardware, firmware; } SLOT_INFO;
typedef struct {
  BYTE label[32], manufacturer[32], model[16], serial[16];
  ULONG flags, max_session, session, max_rw, rw, max_pin, min_pin, total_pub, free_pub, total_priv, free_priv;
  VERSION hardware, firmware;
  BYTE utc[16];
} TOKEN_INFO;
typedef struct { ULONG slot, state, flags, error; } SESSION_INFO;
typedef struct { ULONG type; void *value; ULONG length; } ATTRIBUTE;

#define PIN "123456"
#define RIGHT_TRIES 3

static int logged_in, session_open, search_class, searching;

static void path_of(char *into, const char *name) { snprintf(into, 4096, "%s/%s", getenv("MOCK_CARD"), name); }
static int has(const char *name) { char p[4096]; path_of(p, name); return access(p, F_OK) == 0; }
static void put(const char *name, const char *text, int flags) {
  char p[4096]; path_of(p, name);
  int file = open(p, O_WRONLY | O_CREAT | flags, 0600);
  if (file >= 0) { if (write(file, text, strlen(text)) < 0) abort(); close(file); }
}
static long get(const char *name, BYTE *into, long room) {
  char p[4096]; path_of(p, name);
  int file = open(p, O_RDONLY);
  if (file < 0) return -1;
  long count = read(file, into, room);
  close(file);
  return count;
}
static int tries(void) {
  BYTE text[16] = {0};
  return get("tries", text, 15) > 0 ? atoi((char *)text) : RIGHT_TRIES;
}
static void set_tries(int left) { char text[16]; snprintf(text, 16, "%d", left); put("tries", text, O_TRUNC); }

/* Takes the first line of the plan that is for this function; gives the return code that it orders, or 0. */
static ULONG fault(const char *function) {
  static char plan[65536], rest[65536];
  memset(plan, 0, sizeof plan);
  if (get("plan", (BYTE *)plan, sizeof plan - 1) <= 0) return 0;
  char what[32] = "", argument[32] = "";
  int taken = 0;
  rest[0] = 0;
  for (char *line = strtok(plan, "\n"); line; line = strtok(NULL, "\n")) {
    char name[64] = "", w[32] = "", a[32] = "";
    sscanf(line, "%63s %31s %31s", name, w, a);
    if (!taken && strcmp(name, function) == 0) { taken = 1; strcpy(what, w); strcpy(argument, a); continue; }
    strcat(rest, line); strcat(rest, "\n");
  }
  if (!taken) return 0;
  put("plan", rest, O_TRUNC);
  put("happened", function, O_APPEND); put("happened", "\n", O_APPEND);
  if (!strcmp(what, "crash")) { signal(SIGSEGV, SIG_DFL); *(volatile int *)0 = 0; raise(SIGSEGV); }
  if (!strcmp(what, "hang")) for (;;) pause();
  if (!strcmp(what, "exit")) _exit(3);
  if (!strcmp(what, "remove")) put("absent", "", 0);
  if (!strcmp(what, "code")) return strtoul(argument, NULL, 16);
  if (!strcmp(what, "slow")) {
    long ms = atol(argument);
    struct timespec time = {ms / 1000, (ms % 1000) * 1000000};
    nanosleep(&time, NULL);
  }
  return 0;
}
#define ENTRY(name) do { ULONG ordered = fault(name); if (ordered) return ordered; } while (0)
/* A card that has gone: sessions are dead, tokens not present. */
#define ALIVE() do { if (has("absent") || has("noreader")) { logged_in = session_open = 0; return 0x32; } \
  if (!session_open) return 0xb3; } while (0)

static void padded(BYTE *into, int size, const char *text) {
  memset(into, ' ', size);
  memcpy(into, text, strlen(text) < (size_t)size ? strlen(text) : (size_t)size);
}

ULONG C_Initialize(void *arguments) { (void)arguments; ENTRY("C_Initialize"); return 0; }
ULONG C_Finalize(void *reserved) { (void)reserved; return 0; }

ULONG C_GetSlotList(BYTE with_token, ULONG *list, ULONG *count) {
  (void)with_token;
  ENTRY("C_GetSlotList");
  if (has("noreader")) { *count = 0; return 0; }
  if (list && *count < 1) return 0x150;
  if (list) list[0] = 7;
  *count = 1;
  return 0;
}

ULONG C_GetSlotInfo(ULONG slot, SLOT_INFO *info) {
  if (slot != 7) return 3;
  ENTRY("C_GetSlotInfo");
  memset(info, 0, sizeof *info);
  padded(info->description, 64, "Mock reader");
  padded(info->manufacturer, 32, "Mock");
  info->flags = 6 | (has("absent") ? 0 : 1);
  return 0;
}

ULONG C_GetTokenInfo(ULONG slot, TOKEN_INFO *info) {
  if (slot != 7) return 3;
  ENTRY("C_GetTokenInfo");
  if (has("absent")) { logged_in = session_open = 0; return 0xe0; }
  BYTE serial[17] = {0};
  memset(info, 0, sizeof *info);
  padded(info->label, 32, "CCMS");
  padded(info->serial, 16, get("serial", serial, 16) > 0 ? (char *)serial : "MOCK0001");
  int left = tries();
  info->flags = 0x40d | (has("pinpad") ? 0x100 : 0);
  if (left < RIGHT_TRIES) info->flags |= 0x10000;
  if (left == 1) info->flags |= 0x20000;
  if (left == 0) info->flags |= 0x40000;
  info->max_pin = 8;
  info->min_pin = 6;
  return 0;
}

ULONG C_GetMechanismList(ULONG slot, ULONG *list, ULONG *count) {
  if (slot != 7) return 3;
  ENTRY("C_GetMechanismList");
  if (has("absent")) return 0xe0;
  if (list) { list[0] = 0x40; list[1] = 0x1; list[2] = 0x1041; }
  *count = 3;
  return 0;
}

ULONG C_OpenSession(ULONG slot, ULONG flags, void *application, void *notify, ULONG *session) {
  (void)flags; (void)application; (void)notify;
  if (slot != 7) return 3;
  ENTRY("C_OpenSession");
  if (has("absent")) return 0xe0;
  session_open = 1;
  *session = 11;
  return 0;
}

ULONG C_CloseSession(ULONG session) { (void)session; ENTRY("C_CloseSession"); ALIVE(); session_open = logged_in = 0; return 0; }

ULONG C_GetSessionInfo(ULONG session, SESSION_INFO *info) {
  (void)session;
  ENTRY("C_GetSessionInfo");
  ALIVE();
  info->slot = 7; info->state = logged_in ? 1 : 0; info->flags = 4; info->error = 0;
  return 0;
}

ULONG C_Login(ULONG session, ULONG user, BYTE *pin, ULONG length) {
  (void)session;
  int left = tries();
  put("logins", left == 0 ? "l" : left == 1 ? "f" : "", O_APPEND);
  if (user == 2) put("logins", "c", O_APPEND);
  int right = (pin == NULL && has("pinpad")) || (pin != NULL && length == strlen(PIN) && !memcmp(pin, PIN, length));
  put("logins", pin == NULL ? "n" : right ? "r" : "w", O_APPEND);
  ENTRY("C_Login");
  ALIVE();
  if (left == 0) return 0xa4;
  if (!right) { set_tries(left - 1); return left == 1 ? 0xa4 : 0xa0; }
  if (user == 1 && logged_in) return 0x100;
  set_tries(RIGHT_TRIES);
  logged_in = 1;
  return 0;
}

ULONG C_Logout(ULONG session) { (void)session; ENTRY("C_Logout"); ALIVE(); logged_in = 0; return 0; }

ULONG C_FindObjectsInit(ULONG session, ATTRIBUTE *template, ULONG count) {
  (void)session;
  ENTRY("C_FindObjectsInit");
  ALIVE();
  search_class = count > 0 && template[0].type == 0 ? (int)*(ULONG *)template[0].value : 0;
  searching = 1;
  return 0;
}

ULONG C_FindObjects(ULONG session, ULONG *list, ULONG room, ULONG *count) {
  (void)session; (void)room;
  ENTRY("C_FindObjects");
  ALIVE();
  *count = searching && (search_class == 1 || (search_class == 3 && logged_in)) ? 1 : 0;
  if (*count) list[0] = search_class == 1 ? 21 : 22;
  searching = 0;
  return 0;
}

ULONG C_FindObjectsFinal(ULONG session) { (void)session; ENTRY("C_FindObjectsFinal"); ALIVE(); return 0; }

ULONG C_GetAttributeValue(ULONG session, ULONG object, ATTRIBUTE *attributes, ULONG count) {
  (void)session; (void)count;
  ENTRY("C_GetAttributeValue");
  ALIVE();
  BYTE value[16384];
  long length = -1;
  if (attributes[0].type == 0x11 && object == 21) length = get("cert", value, sizeof value);
  if (attributes[0].type == 0x102) { value[0] = 1; length = 1; }
  if (attributes[0].type == 0x202) { value[0] = has("always"); length = 1; }
  if (length < 0) { attributes[0].length = (ULONG)-1; return 0x12; }
  if ((ULONG)length > attributes[0].length) { attributes[0].length = (ULONG)-1; return 0x150; }
  memcpy(attributes[0].value, value, length);
  attributes[0].length = length;
  return 0;
}

ULONG C_SignInit(ULONG session, void *mechanism, ULONG key) {
  (void)session; (void)mechanism; (void)key;
  ENTRY("C_SignInit");
  ALIVE();
  return logged_in ? 0 : 0x101;
}

ULONG C_Sign(ULONG session, BYTE *data, ULONG size, BYTE *signature, ULONG *length) {
  (void)session; (void)data; (void)size;
  ENTRY("C_Sign");
  ALIVE();
  if (!logged_in) return 0x101;
  long count = get("signature", signature, *length);
  if (count < 0) { memset(signature, 0x5a, 256); count = 256; }
  *length = count;
  return 0;
}

static struct { VERSION version; void *functions[68]; } list = {{2, 40}, {0}};

ULONG C_GetFunctionList(void **into) {
  ENTRY("C_GetFunctionList");
  list.functions[0] = C_Initialize;
  list.functions[1] = C_Finalize;
  list.functions[3] = C_GetFunctionList;
  list.functions[4] = C_GetSlotList;
  list.functions[5] = C_GetSlotInfo;
  list.functions[6] = C_GetTokenInfo;
  list.functions[7] = C_GetMechanismList;
  list.functions[12] = C_OpenSession;
  list.functions[13] = C_CloseSession;
  list.functions[15] = C_GetSessionInfo;
  list.functions[18] = C_Login;
  list.functions[19] = C_Logout;
  list.functions[24] = C_GetAttributeValue;
  list.functions[26] = C_FindObjectsInit;
  list.functions[27] = C_FindObjects;
  list.functions[28] = C_FindObjectsFinal;
  list.functions[42] = C_SignInit;
  list.functions[43] = C_Sign;
  *into = &list;
  return 0;
}
