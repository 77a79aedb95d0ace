/*
 * The console page of the local Slack: draws a workspace and hands what a person does to the server.
 *
 * It must not know whypod: everything it shows comes from /_sandbox/state and /_sandbox/events, as it would from any
 * Slack app. It must not trust what it shows either: texts from logs and people become text nodes, never markup.
 *
 * Sections, in order: words · elements of the page · symbols · mrkdwn · Markdown · rich text · tables and charts ·
 * controls · blocks · what the page knows · the server · rail and headers · messages · composer · modals · App Home ·
 * traffic · start.
 */

// ---------------------------------------------------------------------------------------------------------- words

export const WORDS = {
  en: {
    skip: 'Skip to the composer',
    menu: 'Open the channel list',
    workspace: 'Workspace',
    channels: 'Channels',
    apps: 'Apps',
    people: 'You are',
    traffic: 'Traffic',
    theme_dark: 'Use the dark theme',
    theme_light: 'Use the light theme',
    language: '切换到中文',
    language_short: '中文',
    local: 'local workspace',
    socket: 'Connected over Socket Mode',
    http: 'Connected over HTTP',
    unconnected: 'Not connected',
    unconnected_note: 'No app is connected, so nobody answers commands yet.',
    reconnecting: 'Connection lost. Reconnecting…',
    loading: 'Loading…',
    app: 'APP',
    edited: '(edited)',
    only_you: 'Only visible to you',
    dismiss: 'Dismiss',
    today: 'Today',
    yesterday: 'Yesterday',
    fresh: 'New',
    beginning: 'This is the very beginning of #{0}',
    beginning_oncall: 'Ask why a pod broke',
    beginning_oncall_text: 'whypod explains exit codes and looks into pods. Try one of these, or type / below:',
    try_negative: 'a code that cannot exist',
    try_137: 'who sent SIGKILL?',
    try_pod: 'a pod in trouble',
    beginning_text: 'Messages in this channel stay on this machine.',
    beginning_app: 'Messages between you and {0}',
    earlier: 'Show {0} earlier messages',
    jump: 'New messages',
    replies_1: '1 reply',
    replies_n: '{0} replies',
    last_reply: 'Last reply {0}',
    thread: 'Thread',
    reply: 'Reply in thread',
    reply_to: 'Reply…',
    more: 'More actions',
    copy_text: 'Copy text',
    copy_json: 'Copy as Block Kit JSON',
    copy: 'Copy',
    copied: 'Copied',
    show_more: 'Show more',
    show_less: 'Show less',
    close: 'Close',
    cancel: 'Cancel',
    back: 'Back',
    submit: 'Submit',
    yes: 'Yes',
    message_to: 'Message {0}',
    send: 'Send',
    sending: 'Sending…',
    commands: 'Commands',
    composer_hint: 'Enter sends · Shift+Enter starts a new line · ↑ repeats',
    usage: 'Usage: {0}',
    home: 'Home',
    messages: 'Messages',
    home_empty: '{0} has not published a Home tab yet.',
    messages_empty: 'No messages between you and {0} yet.',
    choose: 'Choose an option',
    required: 'Please complete this required field.',
    too_short: 'Please enter at least {0} characters.',
    too_long: 'Please enter at most {0} characters.',
    not_a_number: 'Please enter a number.',
    optional: '(optional)',
    unknown_block: 'A block of type “{0}” is not drawn here',
    broken_block: 'This “{0}” block could not be drawn',
    image_not_loaded: 'Image, not loaded because this console stays offline',
    chart: 'Chart',
    table: 'Table',
    csv: 'Download CSV',
    chart_summary: '{0}: {1} chart with {2}',
    kind_bar: 'bar', kind_line: 'line', kind_area: 'area', kind_pie: 'pie',
    total: 'Total',
    category: 'Category',
    page_of: '{0} to {1} of {2}',
    previous: 'Previous',
    next: 'Next',
    unread: '{0} unread',
    invite: 'Invite {0}',
    uninvited: '{0} is not in this channel: it can answer here, but not post by itself.',
    said: '{0}: {1}',
    failed: '{0} failed: {1}',
    action: 'The action',
    error_operation_timeout: 'the app did not answer within 3 seconds (operation_timeout)',
    error_app_not_connected: 'no app is connected',
    error_dispatch_failed: 'the app could not be reached (dispatch_failed)',
    error_network: 'the local Slack did not answer',
    error_unknown_command: 'there is no such command in this workspace',
    error_expired_trigger_id: 'the app answered too late to open a window (expired_trigger_id)',
    thread_command: 'Slash commands do not work in threads. Use the channel composer.',
    unknown_command: '{0} is not a command of this workspace. To send it as a message, put a space before it.',
    traffic_empty: 'Nothing has travelled yet. Type a command.',
    traffic_time: 'Time', traffic_way: 'Way', traffic_method: 'Method', traffic_ms: 'ms', traffic_outcome: 'Outcome',
    to_app: 'Slack → app', from_app: 'app → Slack',
    positive: 'Helpful', negative: 'Not helpful',
    status_pending: 'pending', status_in_progress: 'in progress', status_complete: 'complete', status_error: 'error',
  },
  zh: {
    skip: '跳到输入框',
    menu: '打开频道列表',
    workspace: '工作区',
    channels: '频道',
    apps: '应用',
    people: '当前身份',
    traffic: '流量',
    theme_dark: '切换到深色主题',
    theme_light: '切换到浅色主题',
    language: 'Switch to English',
    language_short: 'EN',
    local: '本地工作区',
    socket: '已通过 Socket Mode 连接',
    http: '已通过 HTTP 连接',
    unconnected: '未连接',
    unconnected_note: '还没有应用连上来，现在输入命令不会有人回答。',
    reconnecting: '连接断开，正在重连…',
    loading: '正在加载…',
    app: '应用',
    edited: '（已编辑）',
    only_you: '仅你可见',
    dismiss: '收起',
    today: '今天',
    yesterday: '昨天',
    fresh: '新消息',
    beginning: '这里是 #{0} 的开头',
    beginning_oncall: '问问 Pod 为什么出故障',
    beginning_oncall_text: 'whypod 解释退出码，也会去查 Pod。点一条试试，或者在下面输入 /：',
    try_negative: '不可能存在的退出码',
    try_137: 'SIGKILL 是谁发的？',
    try_pod: '一个出了问题的 Pod',
    beginning_text: '这个频道里的消息只保存在本机。',
    beginning_app: '你与 {0} 的私信',
    earlier: '显示更早的 {0} 条消息',
    jump: '有新消息',
    replies_1: '1 条回复',
    replies_n: '{0} 条回复',
    last_reply: '最后回复于 {0}',
    thread: '消息列',
    reply: '在消息列中回复',
    reply_to: '回复…',
    more: '更多操作',
    copy_text: '复制文本',
    copy_json: '复制为 Block Kit JSON',
    copy: '复制',
    copied: '已复制',
    show_more: '展开',
    show_less: '收起',
    close: '关闭',
    cancel: '取消',
    back: '返回',
    submit: '提交',
    yes: '是',
    message_to: '发消息到 {0}',
    send: '发送',
    sending: '正在发送…',
    commands: '命令',
    composer_hint: 'Enter 发送 · Shift+Enter 换行 · ↑ 重复上一条',
    usage: '用法：{0}',
    home: '主页',
    messages: '消息',
    home_empty: '{0} 还没有发布主页。',
    messages_empty: '你和 {0} 之间还没有消息。',
    choose: '请选择',
    required: '此项必填。',
    too_short: '请至少输入 {0} 个字符。',
    too_long: '最多输入 {0} 个字符。',
    not_a_number: '请输入数字。',
    optional: '（选填）',
    unknown_block: '这里不绘制“{0}”类型的块',
    broken_block: '这个“{0}”块无法绘制',
    image_not_loaded: '图片（控制台不联网，未加载）',
    chart: '图表',
    table: '表格',
    csv: '下载 CSV',
    chart_summary: '{0}：{1}，{2}',
    kind_bar: '柱状图', kind_line: '折线图', kind_area: '面积图', kind_pie: '饼图',
    total: '合计',
    category: '类别',
    page_of: '第 {0} 到 {1} 行，共 {2} 行',
    previous: '上一页',
    next: '下一页',
    unread: '{0} 条未读',
    invite: '邀请 {0}',
    uninvited: '{0} 不在这个频道里：能回答命令，但不能主动发消息。',
    said: '{0}：{1}',
    failed: '{0} 失败：{1}',
    action: '操作',
    error_operation_timeout: '应用 3 秒内没有响应（operation_timeout）',
    error_app_not_connected: '没有应用连接',
    error_dispatch_failed: '无法把请求送到应用（dispatch_failed）',
    error_network: '本地 Slack 没有响应',
    error_unknown_command: '工作区里没有这个命令',
    error_expired_trigger_id: '应用响应太晚，窗口打不开了（expired_trigger_id）',
    thread_command: '消息列里不能用斜杠命令，请在频道的输入框里用。',
    unknown_command: '工作区里没有 {0} 这个命令。要当作普通消息发送，请在前面加一个空格。',
    traffic_empty: '还没有任何流量，先输入一条命令试试。',
    traffic_time: '时间', traffic_way: '方向', traffic_method: '方法', traffic_ms: '毫秒', traffic_outcome: '结果',
    to_app: 'Slack → 应用', from_app: '应用 → Slack',
    positive: '有帮助', negative: '没帮助',
    status_pending: '等待中', status_in_progress: '进行中', status_complete: '已完成', status_error: '出错',
  },
};

const remembered = {
  get(key) { try { return localStorage.getItem(`whypod.${key}`); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(`whypod.${key}`, value); } catch { /* private windows refuse: nothing is remembered */ } },
};

let language = remembered.get('language') ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');

export function word(key, ...values) {
  const sentence = WORDS[language][key] ?? WORDS.en[key] ?? key;
  return sentence.replace(/\{(\d)\}/g, (_, place) => String(values[place] ?? ''));
}

const locale = () => (language === 'zh' ? 'zh-CN' : 'en-US');

// ------------------------------------------------------------------------------------------- elements of the page

const byId = (id) => document.getElementById(id);

/** An element with properties and children; strings become text nodes. `on` holds listeners, `data` the dataset. */
export function h(tag, properties = {}, ...children) {
  return dressed(document.createElement(tag), properties, children);
}

function svg(tag, properties = {}, ...children) {
  return dressed(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

function dressed(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name === 'class') element.setAttribute('class', value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Brings the children of `parent` in line with `wanted` ([{key, same, make}]) and touches only what differs:
 * an element survives while its key and everything in `same` are identical, so focus and scrolling survive too.
 */
const drawnBefore = new WeakMap();
export function reconcile(parent, wanted) {
  const before = drawnBefore.get(parent) ?? new Map();
  const after = new Map();
  const focus = focusWithin(parent);
  for (const { key, same, make } of wanted) {
    const known = before.get(key);
    const keep = known && known.same.length === same.length && known.same.every((value, place) => Object.is(value, same[place]));
    after.set(key, keep ? known : { same, element: make() });
  }
  for (const [key, { element }] of before) if (after.get(key)?.element !== element) element.remove();
  let cursor = parent.firstChild;
  for (const { element } of after.values()) {
    if (element === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(element, cursor);
  }
  drawnBefore.set(parent, after);
  focus?.();
}

/** Remembers which control inside `root` has the focus; the returned function gives it back after a redraw. */
function focusWithin(root) {
  const focused = document.activeElement;
  if (!focused || !root.contains(focused) || !focused.dataset.control) return null;
  const control = focused.dataset.control;
  const holder = focused.closest('[data-ts]')?.dataset.ts;
  const selection = 'selectionStart' in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  return () => {
    if (root.contains(document.activeElement) && document.activeElement !== root) return;
    const scope = (holder && root.querySelector(`[data-ts="${CSS.escape(holder)}"]`)) || root;
    const again = scope.querySelector(`[data-control="${CSS.escape(control)}"]`);
    if (!again) return;
    again.focus({ preventScroll: true });
    try { if (selection && selection[0] !== null) again.setSelectionRange(...selection); } catch { /* not a text field */ }
  };
}

function announce(text) {
  byId('announcer').textContent = text.slice(0, 300);
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure context (a phone on http://192.168…) the clipboard API is missing: the old way still works.
    const area = h('textarea', { class: 'unseen', value: text });
    (button?.closest('dialog') ?? document.body).append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  announce(word('copied'));
  if (!button) return;
  button.classList.add('done');
  button.querySelector('.label')?.replaceChildren(word('copied'));
  setTimeout(() => { button.classList.remove('done'); button.querySelector('.label')?.replaceChildren(word('copy')); }, 1500);
}

/** A small menu below `anchor`. items: [{label, choose, danger}]. Arrow keys walk, Esc closes, focus goes back. */
function openMenu(anchor, items) {
  document.querySelector('.menu')?.remove();
  const menu = h('div', { class: 'menu', role: 'menu' });
  const close = () => {
    menu.remove();
    anchor.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
  };
  const outside = (event) => { if (!menu.contains(event.target)) close(); };
  menu.append(...items.map(({ label, choose, danger }) => h('button', {
    type: 'button', role: 'menuitem', class: danger ? 'danger' : null,
    on: { click: () => { close(); anchor.focus(); choose(); } },
  }, label)));
  menu.addEventListener('keydown', (event) => {
    const buttons = [...menu.children];
    const here = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) buttons[(here + step + buttons.length) % buttons.length].focus();
    else if (event.key === 'Escape' || event.key === 'Tab') { close(); anchor.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // A menu in a modal has to live in the modal, or it would be drawn under it.
  (anchor.closest('dialog') ?? document.body).append(menu);
  const box = anchor.getBoundingClientRect();
  const below = box.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - menu.offsetHeight - 4)}px`;
  anchor.setAttribute('aria-expanded', 'true');
  setTimeout(() => document.addEventListener('pointerdown', outside, true));
  menu.firstChild?.focus();
}

// -------------------------------------------------------------------------------------------------------- symbols

const ICONS = {
  menu: 'M3 5h14M3 10h14M3 15h14',
  close: 'M5 5l10 10M15 5L5 15',
  back: 'M12.5 4.5L7 10l5.5 5.5',
  send: 'M3 16.5l14.5-6.500L3 3.500l2 6.500zM5 10h6',
  reply: 'M4 4.500h12v8.500H9.500L6 16v-3H4z',
  more: 'M10 4.600v.1M10 10v.1M10 15.400v.1',
  bolt: 'M11 2.500L4.500 11.500H10l-1 6 6.500-9H10z',
  copy: 'M7 7h9v9H7zM13 7V4H4v9h3',
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  sun: 'M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600L16 16M4 16l1.400-1.400M14.600 5.400L16 4',
  moon: 'M16.500 12A7 7 0 0 1 8 3.500a7 7 0 1 0 8.500 8.500z',
  thumb: 'M6.500 9v7.500H3.500V9zM6.500 9l3-6.500c1.500 0 2 1 2 2.500v2.500h4.500l-1 9H6.500',
  trash: 'M4 5.500h12M8 5.500V3.500h4v2M5.500 5.500l.7 11h7.600l.7-11M8.500 8.500v5M11.500 8.500v5',
  down: 'M10 4v12M5 11l5 5 5-5',
  chart: 'M3.500 16.500h13M5.500 14V9M10 14V4M14.500 14V7',
  warn: 'M10 3l8 14H2zM10 8v4M10 14.500v.1',
};

function icon(name, turned = false) {
  return svg('svg', { class: turned ? 'icon turned' : 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] }));
}

// The names people and apps really use in messages about running systems; an unknown name stays as typed.
export const EMOJI = Object.fromEntries((
  '+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 wave 👋 clap 👏 pray 🙏 raised_hands 🙌 muscle 💪 eyes 👀 point_right 👉 point_left 👈 '
  + 'point_up ☝️ point_down 👇 smile 😄 smiley 😃 grinning 😀 joy 😂 sweat_smile 😅 wink 😉 blush 😊 thinking_face 🤔 neutral_face 😐 '
  + 'confused 😕 worried 😟 cry 😢 sob 😭 scream 😱 sleeping 😴 sunglasses 😎 upside_down_face 🙃 facepalm 🤦 shrug 🤷 skull 💀 ghost 👻 '
  + 'robot_face 🤖 heart ❤️ broken_heart 💔 fire 🔥 boom 💥 zap ⚡ sparkles ✨ star ⭐ tada 🎉 rocket 🚀 100 💯 zzz 💤 dash 💨 droplet 💧 '
  + 'white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️ negative_squared_cross_mark ❎ '
  + 'warning ⚠️ rotating_light 🚨 no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 bangbang ‼️ exclamation ❗ question ❓ grey_question ❔ '
  + 'red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 '
  + 'white_circle ⚪ black_circle ⚫ large_red_square 🟥 large_orange_square 🟧 large_yellow_square 🟨 large_green_square 🟩 '
  + 'large_blue_square 🟦 white_large_square ⬜ black_large_square ⬛ large_blue_diamond 🔷 small_red_triangle 🔺 '
  + 'arrow_up ⬆️ arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 '
  + 'repeat 🔁 leftwards_arrow_with_hook ↩️ back 🔙 soon 🔜 fast_forward ⏩ double_vertical_bar ⏸️ arrow_forward ▶️ black_square_for_stop ⏹️ '
  + 'hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ clock1 🕐 watch ⌚ calendar 📅 date 📅 bell 🔔 no_bell 🔕 mute 🔇 '
  + 'speaker 🔈 loud_sound 🔊 mega 📣 loudspeaker 📢 speech_balloon 💬 thought_balloon 💭 memo 📝 pencil ✏️ pencil2 ✏️ clipboard 📋 pushpin 📌 '
  + 'round_pushpin 📍 paperclip 📎 link 🔗 book 📖 books 📚 bookmark 🔖 page_facing_up 📄 scroll 📜 newspaper 📰 file_folder 📁 '
  + 'open_file_folder 📂 package 📦 inbox_tray 📥 outbox_tray 📤 wastebasket 🗑️ lock 🔒 unlock 🔓 key 🔑 mag 🔍 mag_right 🔎 bulb 💡 '
  + 'wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ gear ⚙️ nut_and_bolt 🔩 toolbox 🧰 microscope 🔬 test_tube 🧪 thermometer 🌡️ stethoscope 🩺 pill 💊 '
  + 'ambulance 🚑 fire_engine 🚒 construction 🚧 traffic_light 🚦 vertical_traffic_light 🚦 checkered_flag 🏁 triangular_flag_on_post 🚩 '
  + 'chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 computer 💻 desktop_computer 🖥️ keyboard ⌨️ floppy_disk 💾 '
  + 'satellite_antenna 📡 electric_plug 🔌 battery 🔋 bug 🐛 beetle 🐞 snake 🐍 crab 🦀 whale 🐳 whale2 🐋 elephant 🐘 snail 🐌 turtle 🐢 '
  + 'dizzy 💫 dizzy_face 😵 bomb 💣 knife 🔪 shield 🛡️ coffin ⚰️ tombstone 🪦 ship 🚢 anchor ⚓ wheel_of_dharma ☸️ helm_symbol ⎈ cloud ☁️ '
  + 'sunny ☀️ rain_cloud 🌧️ tornado 🌪️ snowflake ❄️ ocean 🌊 herb 🌿 seedling 🌱 coffee ☕ beer 🍺 pizza 🍕 cake 🍰 globe_with_meridians 🌐 '
  + 'house 🏠 office 🏢 busts_in_silhouette 👥 bust_in_silhouette 👤 detective 🕵️ sleuth_or_spy 🕵️ information_source ℹ️ new 🆕 ok 🆗 sos 🆘 '
  + 'one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 infinity ♾️ recycle ♻️ test 🧪 chains ⛓️'
).split(' ').reduce((pairs, part, place, all) => (place % 2 ? pairs : [...pairs, [part, all[place + 1]]]), []));

function emoji(name) {
  const sign = EMOJI[name.split('::')[0]];
  return sign ? h('span', { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' '), title: `:${name}:` }, sign) : `:${name}:`;
}

// --------------------------------------------------------------------------------------------------------- mrkdwn

/** Slack escapes exactly three characters; nothing else is an entity. */
export const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const MARKS = { '*': 'strong', _: 'em', '~': 's' };
const WORDLIKE = /[\p{L}\p{N}_]/u;
const DEEPEST = 6; // nested styles; more than three have no meaning and a hostile text could nest thousands
const LONGEST = 40000; // Slack's own limit for a message text, in characters

/** Slack's mrkdwn as nodes: fences and quotes are blocks, everything else is inline. */
export function mrkdwn(source) {
  const fragment = new DocumentFragment();
  const parts = source.slice(0, LONGEST).split('```');
  if (parts.length % 2 === 0) parts.push(`\`\`\`${parts.pop()}`), parts.splice(-2, 2, parts.at(-2) + parts.at(-1));
  parts.forEach((part, place) => {
    if (place % 2) fragment.append(codeBlock(unescape(withoutTargets(part)).replace(/^\n|\n$/g, '')));
    else fragment.append(...quotesAndLines(place ? part.replace(/^\n/, '') : part));
  });
  return fragment;
}

const withoutTargets = (text) => text.replace(/<([^<>|\n]+)\|([^<>\n]+)>/g, '$2').replace(/<((?:https?|mailto):[^<>\n]+)>/g, '$1');

function quotesAndLines(text) {
  const nodes = [];
  let lines = [];
  let quoted = false;
  const flush = () => {
    if (lines.length && quoted) nodes.push(h('blockquote', {}, ...inline(lines.join('\n'))));
    else if (lines.length) nodes.push(...inline(lines.join('\n')));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (Boolean(quote) !== quoted) { flush(); quoted = Boolean(quote); }
    lines.push(quote ? quote[1] : line);
  }
  flush();
  return nodes;
}

/** Inline mrkdwn. A mark counts only between a non-word and a word, as in Slack: `a*b*c` and 中*文*字 stay as typed. */
function inline(text, depth = 0) {
  const nodes = [];
  const closedNowhere = {};
  let plain = '';
  const flush = () => { if (plain) nodes.push(unescape(plain)); plain = ''; };
  const take = (node, length) => { flush(); nodes.push(...[node].flat()); return length; };
  const matched = (pattern, at) => { pattern.lastIndex = at; return pattern.exec(text); };
  const step = (at) => {
    const sign = text[at];
    let found;
    if (sign === '`' && (found = matched(/`([^`\n]+)`/y, at))) return take(h('code', {}, unescape(withoutTargets(found[1]))), found[0].length);
    if (sign === '<' && (found = matched(/<([^<>\n]+)>/y, at))) return take(special(found[1]), found[0].length);
    if (sign === ':' && (found = matched(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/y, at)) && EMOJI[found[1].split('::')[0]]) return take(emoji(found[1]), found[0].length);
    if (sign === 'h' && !WORDLIKE.test(text[at - 1] ?? '') && (found = matched(/https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"\]*_~`]/y, at))) return take(link(unescape(found[0]), unescape(found[0])), found[0].length);
    if (MARKS[sign] && depth < DEEPEST && !(at < closedNowhere[sign]) && !WORDLIKE.test(text[at - 1] ?? '')) {
      const end = closing(text, at, sign);
      if (end > 0) return take(h(MARKS[sign], {}, ...inline(text.slice(at + 1, end), depth + 1)), end + 1 - at);
      if (end === -1) closedNowhere[sign] = (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
    }
    plain += sign;
    return 1;
  };
  for (let at = 0; at < text.length;) at += step(at);
  flush();
  return nodes;
}

/** Where the mark opened at `at` closes: an index, 0 for "not opened here", -1 for "nowhere on this line". */
function closing(text, at, sign) {
  if (/\s/.test(text[at + 1] ?? ' ') || text[at + 1] === sign) return 0;
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end += 1) {
    if (text[end] === '`') { // marks inside code are code
      const after = text.indexOf('`', end + 1);
      if (after > 0 && !text.slice(end, after).includes('\n')) { end = after; continue; }
    }
    if (text[end] === sign && end > at + 1 && !/\s/.test(text[end - 1]) && !(WORDLIKE.test(text[end + 1] ?? '') && text[end + 1] !== '_')) return end;
  }
  return -1;
}

/** What stands between < and >: mentions, dates and links. */
function special(body) {
  const [target, label] = [body.split('|')[0], body.includes('|') ? body.slice(body.indexOf('|') + 1) : null];
  if (target.startsWith('@')) return userMention(target.slice(1), label);
  if (target.startsWith('#')) return channelMention(target.slice(1), label);
  if (target.startsWith('!date^')) return dateText(target, label);
  if (target.startsWith('!subteam^')) return h('span', { class: 'mention' }, unescape(label ?? '@group'));
  if (target.startsWith('!')) return h('span', { class: 'mention loud' }, `@${target.slice(1)}`);
  return link(unescape(target), unescape(label ?? target));
}

function userMention(id, label) {
  const mine = id === app.me;
  return h('span', { class: mine ? 'mention mine' : 'mention' }, `@${nameOf(id, label)}`);
}

function channelMention(id, label) {
  const channel = app.channels.find((one) => one.id === id);
  const name = `#${channel?.name ?? label ?? id}`;
  return channel ? h('a', { class: 'mention', href: `#${id}` }, name) : h('span', { class: 'mention' }, name);
}

/** Only web and mail addresses become links: `javascript:` in a log line stays text. */
export function link(address, label) {
  let target = null;
  try { target = new URL(address, 'invalid:'); } catch { return label; }
  if (!['http:', 'https:', 'mailto:'].includes(target.protocol)) return label === address ? address : `${label} (${address})`;
  const here = target.origin === location.origin && target.pathname === location.pathname;
  return h('a', { href: target.href, ...(here ? {} : { target: '_blank', rel: 'noopener noreferrer' }), title: label === address ? null : address }, label);
}

function dateText(target, fallback) {
  const [, seconds, format] = target.split('^');
  const moment = new Date(Number(seconds) * 1000);
  if (Number.isNaN(moment.getTime())) return unescape(fallback ?? '');
  const day = (options) => new Intl.DateTimeFormat(locale(), options).format(moment);
  const tokens = {
    date_num: () => day({ year: 'numeric', month: '2-digit', day: '2-digit' }), date: () => day({ dateStyle: 'long' }),
    date_short: () => day({ dateStyle: 'medium' }), date_long: () => day({ dateStyle: 'full' }),
    time: () => clock(moment), time_secs: () => day({ timeStyle: 'medium' }), ago: () => ago(moment),
    date_pretty: () => dayName(moment), date_short_pretty: () => dayName(moment), date_long_pretty: () => dayName(moment),
  };
  return h('time', { datetime: moment.toISOString(), title: day({ dateStyle: 'full', timeStyle: 'medium' }) },
    (format ?? '{date}').replace(/\{(\w+)\}/g, (whole, token) => tokens[token]?.() ?? whole));
}

const clock = (moment) => new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(moment);
const dayKey = (moment) => `${moment.getFullYear()}-${moment.getMonth()}-${moment.getDate()}`;

function dayName(moment) {
  const now = new Date();
  if (dayKey(moment) === dayKey(now)) return word('today');
  if (dayKey(moment) === dayKey(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return word('yesterday');
  return new Intl.DateTimeFormat(locale(), { weekday: 'long', month: 'long', day: 'numeric' }).format(moment);
}

function ago(moment) {
  const seconds = (moment - Date.now()) / 1000;
  const [unit, length] = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]].find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}

function codeBlock(text) {
  const button = h('button', { type: 'button', class: 'copy-code', 'aria-label': word('copy'), on: { click: () => copy(text, button) } },
    icon('copy'), h('span', { class: 'label' }, word('copy')));
  return h('div', { class: 'code-block' }, h('pre', { tabindex: 0 }, h('code', {}, text)), button);
}

const plainText = (text) => unescape(text).split(/(:[a-z0-9_+'-]+:)/).map((part) => (/^:.+:$/.test(part) ? emoji(part.slice(1, -1)) : part));

/** A text object (plain_text or mrkdwn) or a bare string as nodes. */
function textNodes(text) {
  if (!text) return [];
  if (typeof text === 'string') return [text];
  if (text.type === 'mrkdwn') return [mrkdwn(text.text ?? '')];
  return text.emoji === false ? [text.text ?? ''] : plainText(text.text ?? '');
}

const bareText = (text) => unescape((typeof text === 'string' ? text : text?.text ?? '').replace(/:([a-z0-9_+'-]+):/g, (whole, name) => EMOJI[name] ?? whole));

// ------------------------------------------------------------------------------------------------------- Markdown

/** The common Markdown of a `markdown` block: headings, lists, quotes, fences, tables, rules, paragraphs. */
export function markdown(source, depth = 0) {
  const lines = source.replaceAll('\r', '').split('\n');
  const fragment = new DocumentFragment();
  let at = 0;
  const while_ = (test) => { const from = at; while (at < lines.length && test(lines[at])) at += 1; return lines.slice(from, at); };
  while (at < lines.length) {
    const line = lines[at];
    let found;
    if (!line.trim()) at += 1;
    else if ((found = /^\s*(```+|~~~+)/.exec(line))) {
      at += 1;
      const body = while_((one) => !one.trim().startsWith(found[1]));
      at += 1;
      fragment.append(codeBlock(body.join('\n')));
    } else if ((found = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line))) {
      at += 1;
      fragment.append(h(`h${Math.min(6, found[1].length + 2)}`, { class: `md-${found[1].length}` }, ...markdownInline(found[2])));
    } else if (/^\s*([-*_])(?:\s*\1){2,}\s*$/.test(line)) { at += 1; fragment.append(h('hr')); }
    else if (/^\s*>/.test(line) && depth < DEEPEST) {
      const body = while_((one) => /^\s*>/.test(one)).map((one) => one.replace(/^\s*> ?/, ''));
      fragment.append(h('blockquote', {}, markdown(body.join('\n'), depth + 1)));
    } else if (LIST_ITEM.test(line) && depth < DEEPEST) {
      const body = while_((one) => LIST_ITEM.test(one) || (/^\s{2,}\S/.test(one)));
      fragment.append(markdownList(body, depth));
    } else if (/\|/.test(line) && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '')) {
      fragment.append(markdownTable(while_((one) => one.includes('|'))));
    } else {
      at += 1;
      const rest = while_((one) => one.trim() && !/^(\s*(```|~~~|>)|#{1,6}\s)/.test(one) && !LIST_ITEM.test(one));
      fragment.append(h('p', {}, ...markdownInline([line, ...rest].join('\n'))));
    }
  }
  return fragment;
}

const LIST_ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

function markdownList(lines, depth) {
  const [, indent, mark] = LIST_ITEM.exec(lines[0]);
  const items = [];
  for (const line of lines) {
    const found = LIST_ITEM.exec(line);
    if (found && found[1].length <= indent.length + 1) items.push([found[3]]);
    else items.at(-1).push(line.replace(new RegExp(`^\\s{0,${indent.length + 4}}`), ''));
  }
  const ordered = /\d/.test(mark);
  return h(ordered ? 'ol' : 'ul', ordered ? { start: parseInt(mark, 10) } : {}, ...items.map(([first, ...rest]) => {
    const task = /^\[([ xX])\]\s+(.*)$/.exec(first);
    return h('li', task ? { class: 'task' } : {}, ...(task ? [task[1] === ' ' ? '☐ ' : '☑ '] : []),
      ...markdownInline(task ? task[2] : first), ...(rest.length ? [markdown(rest.join('\n'), depth + 1)] : []));
  }));
}

function markdownTable(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
  const align = cells(lines[1]).map((rule) => (rule.endsWith(':') ? (rule.startsWith(':') ? 'center' : 'right') : 'left'));
  const row = (line, tag) => h('tr', {}, ...cells(line).map((cell, column) => h(tag, { class: `align-${align[column] ?? 'left'} wrapped` }, ...markdownInline(cell))));
  return h('div', { class: 'table-frame', tabindex: 0 }, h('table', {}, h('thead', {}, row(lines[0], 'th')), h('tbody', {}, ...lines.slice(2).map((line) => row(line, 'td')))));
}

function markdownInline(text, depth = 0) {
  const nodes = [];
  const pattern = /`+([^`]+)`+|!?\[([^\]\n]{0,500})\]\(([^\s()]{1,2000})\)|\*\*(\S(?:[^\n]{0,2000}?\S)?)\*\*|~~(\S[^~\n]{0,2000}?)~~|\*([^\s*](?:[^*\n]{0,2000}?[^\s*])?)\*|(?<![\p{L}\p{N}])_([^\s_](?:[^_\n]{0,2000}?[^\s_])?)_(?![\p{L}\p{N}])|(https?:\/\/[^\s<>]*[^\s<>.,;:!?)'"\]])|:([a-z0-9_+'-]+):|\\([\\`*_{}[\]()#+.!|~-])/gu;
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    nodes.push(text.slice(from, found.index));
    from = found.index + found[0].length;
    const [whole, code, label, target, strong, strike, star, under, address, name, bare] = found;
    const within = (tag, body) => (depth < DEEPEST ? h(tag, {}, ...markdownInline(body, depth + 1)) : body);
    if (code !== undefined) nodes.push(h('code', {}, code));
    else if (target !== undefined) nodes.push(link(target, label || target));
    else if (strong !== undefined) nodes.push(within('strong', strong));
    else if (strike !== undefined) nodes.push(within('s', strike));
    else if (star !== undefined || under !== undefined) nodes.push(within('em', star ?? under));
    else if (address !== undefined) nodes.push(link(address, address));
    else if (name !== undefined) nodes.push(emoji(name));
    else nodes.push(bare ?? whole);
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== '');
}

// ------------------------------------------------------------------------------------------------------ rich text

const RICH = {
  rich_text_section: (part) => h('div', { class: 'rich-section' }, ...richInline(part.elements)),
  rich_text_preformatted: (part) => codeBlock((part.elements ?? []).map((one) => one.text ?? one.url ?? '').join('')),
  rich_text_quote: (part) => h('blockquote', {}, ...richInline(part.elements)),
  rich_text_list: (part) => {
    const indent = Math.min(8, part.indent ?? 0); // Slack stops at 8 levels
    const ordered = part.style === 'ordered';
    return h(ordered ? 'ol' : 'ul', { class: `indent indent-${indent} turn-${indent % 3}${part.border ? ' bordered' : ''}`, ...(ordered ? { start: (part.offset ?? 0) + 1 } : {}) },
      ...(part.elements ?? []).map((item) => h('li', {}, ...richInline(item.elements))));
  },
};

function richText(block) {
  return h('div', { class: 'rich-text' }, ...(block.elements ?? []).map((part) => RICH[part.type]?.(part) ?? unknownNote(part)));
}

const richInline = (elements) => (elements ?? []).map((one) => styled(richElement(one), one.style));

function richElement(one) {
  if (one.type === 'text') return one.text ?? '';
  if (one.type === 'link') return link(one.url ?? '', one.text || one.url || '');
  if (one.type === 'emoji') return EMOJI[one.name] ? emoji(one.name) : fromUnicode(one.unicode) ?? `:${one.name}:`;
  if (one.type === 'user') return userMention(one.user_id);
  if (one.type === 'channel') return channelMention(one.channel_id);
  if (one.type === 'usergroup') return h('span', { class: 'mention' }, '@group');
  if (one.type === 'broadcast') return h('span', { class: 'mention loud' }, `@${one.range}`);
  if (one.type === 'date') return dateText(`!date^${one.timestamp}^${one.format}`, one.fallback);
  if (one.type === 'color') return h('code', {}, one.value ?? '');
  return one.text ?? '';
}

function fromUnicode(codes) {
  try { return String.fromCodePoint(...codes.split('-').map((code) => parseInt(code, 16))); } catch { return null; }
}

function styled(node, style = {}) {
  let result = node;
  if (style.code) result = h('code', {}, result);
  if (style.bold) result = h('strong', {}, result);
  if (style.italic) result = h('em', {}, result);
  if (style.strike) result = h('s', {}, result);
  if (style.underline) result = h('u', {}, result);
  return result;
}

// ---------------------------------------------------------------------------------------------- tables and charts

function tableCell(cell) {
  if (cell?.type === 'rich_text') return [richText(cell)];
  if (cell?.type === 'raw_number') return [cell.text ?? new Intl.NumberFormat(locale()).format(cell.value)];
  return [cell?.text ?? ''];
}

function tableRow(row, tag, settings, headerColumn = -1) {
  return h('tr', {}, ...row.map((cell, column) => {
    const setting = settings[column] ?? {};
    const align = setting.align ?? (cell?.type === 'raw_number' ? 'right' : 'left');
    const head = tag === 'th' || column === headerColumn;
    return h(head ? 'th' : 'td', { class: `align-${align}${setting.is_wrapped ? ' wrapped' : ''}`, scope: head ? (tag === 'th' ? 'col' : 'row') : null }, ...tableCell(cell));
  }));
}

function tableBlock(block) {
  const [first, ...rest] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  return h('div', { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': word('table') },
    h('table', {}, h('thead', {}, tableRow(first ?? [], 'th', settings)), h('tbody', {}, ...rest.map((row) => tableRow(row, 'td', settings)))));
}

/** data_table: the table that turns pages and sorts by a click on its head. */
function dataTable(block) {
  const [head, ...rows] = block.rows ?? [[]];
  const size = block.page_size ?? 5;
  let [page, order, falling] = [0, null, false];
  const frame = h('div', { class: 'data-table' });
  const worth = (cell) => cell?.value ?? cell?.text ?? '';
  const draw = () => {
    const sorted = order === null ? rows : [...rows].sort((one, other) => {
      const [a, b] = [worth(one[order]), worth(other[order])];
      return (falling ? -1 : 1) * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), locale(), { numeric: true }));
    });
    const shown = sorted.slice(page * size, page * size + size);
    const heads = head.map((cell, column) => h('th', { scope: 'col', 'aria-sort': order === column ? (falling ? 'descending' : 'ascending') : null },
      h('button', { type: 'button', class: 'sort', data: { control: `sort-${column}` }, on: { click: () => { falling = order === column && !falling; order = column; page = 0; redraw(); } } },
        ...tableCell(cell), order === column ? (falling ? ' ↓' : ' ↑') : '')));
    const turn = (step, label, possible) => h('button', { type: 'button', class: 'button small', disabled: !possible, data: { control: label }, on: { click: () => { page += step; redraw(); } } }, label);
    frame.replaceChildren(
      h('div', { class: 'table-frame', tabindex: 0 }, h('table', {}, block.caption ? h('caption', {}, block.caption) : null, h('thead', {}, h('tr', {}, ...heads)),
        h('tbody', {}, ...shown.map((row) => tableRow(row, 'td', [], block.row_header_column_index ?? 0))))),
      rows.length > size ? h('div', { class: 'pages' }, turn(-1, word('previous'), page > 0), h('span', {}, word('page_of', page * size + 1, page * size + shown.length, rows.length)),
        turn(1, word('next'), (page + 1) * size < rows.length)) : '');
  };
  const redraw = () => { const focus = focusWithin(frame); draw(); focus?.(); };
  draw();
  return frame;
}

/** A chart as rows, the same for its table view, its CSV and its drawing: [[head…], [label, value…]…]. */
export function chartRows(chart) {
  if (chart.type === 'pie') return [[word('category'), word('total')], ...(chart.segments ?? []).map((one) => [one.label, one.value])];
  const series = chart.series ?? [];
  const categories = chart.axis_config?.categories ?? (series[0]?.data ?? []).map((point) => point.label);
  const valueOf = (one, label) => one.data?.find((point) => point.label === label)?.value ?? null;
  return [[chart.axis_config?.x_label || word('category'), ...series.map((one) => one.name)], ...categories.map((label) => [label, ...series.map((one) => valueOf(one, label))])];
}

function chartBlock(block) {
  const chart = block.chart ?? {};
  const [head, ...rows] = chartRows(chart);
  if (!['bar', 'line', 'area', 'pie'].includes(chart.type) || !rows.length) return unknownNote({ ...block, type: `data_visualization ${chart.type}` });
  const body = h('div', { class: 'chart-body' });
  const summary = word('chart_summary', block.title ?? '', word(`kind_${chart.type}`), rows.slice(0, 20).map(([label, ...values]) => `${label} ${values.join(' / ')}`).join(', '));
  const drawTable = () => body.replaceChildren(h('div', { class: 'table-frame', tabindex: 0 }, h('table', {}, h('caption', { class: 'unseen' }, block.title ?? ''),
    h('thead', {}, h('tr', {}, ...head.map((cell, column) => h('th', { scope: 'col', class: column ? 'align-right' : null }, cell)))),
    h('tbody', {}, ...rows.map(([label, ...values]) => h('tr', {}, h('th', { scope: 'row' }, label), ...values.map((value) => h('td', { class: 'align-right' }, value ?? '–'))))))));
  const drawPicture = () => body.replaceChildren(chart.type === 'pie' ? pie(rows, summary) : axes(chart, head, rows, summary, body.clientWidth || 480), legend(chart.type === 'pie' ? rows.map(([label, value]) => `${label} ${value}`) : head.slice(1), chart.type));
  let asTable = false;
  const choices = [['chart', false], ['table', true]].map(([name, choice]) => h('button', { type: 'button', class: 'chip', 'aria-pressed': String(choice === asTable), on: { click: () => { asTable = choice; show(); } } }, word(name)));
  const show = () => {
    choices.forEach((button, place) => button.setAttribute('aria-pressed', String(Boolean(place) === asTable)));
    (asTable ? drawTable : drawPicture)();
  };
  // Drawn for the width it has, not scaled: labels keep their size on a phone.
  let width = 0;
  new ResizeObserver(() => { if (body.clientWidth !== width) { width = body.clientWidth; if (!asTable) drawPicture(); } }).observe(body);
  show();
  return h('figure', { class: 'chart' }, h('figcaption', {}, h('span', { class: 'chart-title' }, icon('chart'), block.title ?? ''),
    h('span', { class: 'chips' }, ...choices, h('button', { type: 'button', class: 'chip', on: { click: () => download(`${block.title || 'chart'}.csv`, [head, ...rows]) } }, 'CSV'))), body);
}

function legend(names, kind) {
  return h('ul', { class: 'legend', 'aria-hidden': 'true' }, ...names.map((name, place) => h('li', {}, svg('svg', { class: 'key', viewBox: '0 0 14 10' },
    kind === 'line' || kind === 'area' ? svg('path', { class: `line c${place % 6}`, d: 'M0 5h14' }) : svg('rect', { class: `fill c${place % 6}`, width: 10, height: 10, x: 2, rx: 2 })), name)));
}

/** Round numbers for a value axis from zero (or the lowest value) to at least the highest. */
export function ticks(lowest, highest, wanted = 4) {
  const [from, to] = [Math.min(0, lowest), Math.max(highest, lowest === highest && highest <= 0 ? 1 : highest)];
  const raw = (to - from || 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw - 1e-12);
  const whole = Number.isInteger(lowest) && Number.isInteger(highest) ? Math.max(1, Math.ceil(step)) : step;
  const start = Math.floor(from / whole) * whole;
  const count = Math.ceil((to - start) / whole - 1e-9);
  return Array.from({ length: count + 1 }, (_, place) => Number((start + place * whole).toPrecision(12)));
}

function axes(chart, head, rows, summary, width) {
  const config = chart.axis_config ?? {};
  const values = rows.flatMap(([, ...numbers]) => numbers).filter((value) => typeof value === 'number');
  const marks = ticks(Math.min(...values, 0), Math.max(...values, 0));
  const [low, high] = [marks[0], marks.at(-1)];
  const number = new Intl.NumberFormat(locale(), { notation: high >= 10000 ? 'compact' : 'standard', maximumFractionDigits: 2 });
  const left = 14 + Math.max(...marks.map((mark) => number.format(mark).length)) * 7 + (config.y_label ? 16 : 0);
  const [top, bottom, height] = [10, 26 + (config.x_label ? 18 : 0), 220];
  const [inner, tall] = [Math.max(60, width - left - 8), height - top - bottom];
  const x = (place) => left + (place + 0.5) * (inner / rows.length);
  const y = (value) => top + tall - ((value - low) / (high - low || 1)) * tall;
  const parts = marks.flatMap((mark) => [svg('line', { class: mark === 0 ? 'axis' : 'grid', x1: left, x2: left + inner, y1: y(mark), y2: y(mark) }),
    svg('text', { x: left - 8, y: y(mark) + 4, 'text-anchor': 'end' }, number.format(mark))]);
  const roomy = Math.max(1, Math.ceil((Math.max(...rows.map(([label]) => textWidth(label))) + 8) / (inner / rows.length)));
  const every = Math.min(roomy, Math.ceil(rows.length / 2));
  rows.forEach(([label], place) => {
    if (place % every) return;
    const fits = Math.floor((inner / rows.length) * every / 6.5);
    parts.push(svg('text', { x: x(place), y: top + tall + 17, 'text-anchor': 'middle' }, label.length > fits ? `${label.slice(0, Math.max(1, fits - 1))}…` : label, svg('title', {}, label)));
  });
  if (config.x_label) parts.push(svg('text', { class: 'axis-label', x: left + inner / 2, y: height - 4, 'text-anchor': 'middle' }, config.x_label));
  if (config.y_label) parts.push(svg('text', { class: 'axis-label', transform: `translate(12 ${top + tall / 2}) rotate(-90)`, 'text-anchor': 'middle' }, config.y_label));
  const drawn = chart.type === 'bar' ? bars(head, rows, x, y, inner) : lines(head, rows, x, y, chart.type === 'area');
  return svg('svg', { class: 'picture', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': summary }, ...parts, ...drawn);
}

/** About how wide a label is at 12 px: Chinese characters take twice the room. */
const textWidth = (label) => [...label].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e80 ? 12 : 6.5), 0);

function bars(head, rows, x, y, inner) {
  const count = head.length - 1;
  const band = Math.min(64 * count, (inner / rows.length) * 0.72);
  const wide = band / count;
  return rows.flatMap(([label, ...values], place) => values.map((value, series) => {
    if (typeof value !== 'number') return null;
    const [from, to] = [Math.min(y(0), y(value)), Math.max(y(0), y(value))];
    return svg('rect', { class: `fill c${series % 6}`, x: x(place) - band / 2 + series * wide + 0.5, y: from, width: Math.max(1, wide - 1), height: Math.max(value ? 1 : 0, to - from), rx: Math.min(3, wide / 4) },
      svg('title', {}, `${label} · ${head[series + 1]}: ${value}`));
  }));
}

function lines(head, rows, x, y, filled) {
  return head.slice(1).flatMap((name, series) => {
    const points = rows.map(([label, ...values], place) => ({ label, value: values[series], x: x(place), y: y(values[series] ?? 0) })).filter((point) => typeof point.value === 'number');
    if (!points.length) return [];
    const path = points.map((point, place) => `${place ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('');
    return [
      filled ? svg('path', { class: `area c${series % 6}`, d: `${path}L${points.at(-1).x} ${y(0)}L${points[0].x} ${y(0)}Z` }) : null,
      svg('path', { class: `line c${series % 6}`, d: path }),
      ...points.map((point) => svg('circle', { class: `fill c${series % 6}`, cx: point.x, cy: point.y, r: 3.5 }, svg('title', {}, `${point.label} · ${name}: ${point.value}`))),
    ];
  });
}

function pie(rows, summary) {
  const total = rows.reduce((sum, [, value]) => sum + Math.max(0, value), 0) || 1;
  let turned = -Math.PI / 2;
  const spot = (angle) => `${(90 + 80 * Math.cos(angle)).toFixed(2)} ${(90 + 80 * Math.sin(angle)).toFixed(2)}`;
  const slices = rows.map(([label, value], place) => {
    const share = Math.min(0.99999, Math.max(0, value) / total);
    const [from, to] = [turned, turned + share * 2 * Math.PI];
    turned = to;
    return svg('path', { class: `fill slice c${place % 6}`, d: `M90 90L${spot(from)}A80 80 0 ${share > 0.5 ? 1 : 0} 1 ${spot(to)}Z` }, svg('title', {}, `${label}: ${value} (${Math.round(share * 100)}%)`));
  });
  return svg('svg', { class: 'picture pie', width: 180, height: 180, viewBox: '0 0 180 180', role: 'img', 'aria-label': summary }, ...slices);
}

function download(name, rows) {
  const cell = (value) => (/[",\n]/.test(String(value ?? '')) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ''));
  const address = URL.createObjectURL(new Blob([rows.map((row) => row.map(cell).join(',')).join('\n')], { type: 'text/csv' }));
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address));
}

// ------------------------------------------------------------------------------------------------------- controls
//
// A control is drawn in a place: {container, sheet, view?}. `container` names the message or view for the server,
// `sheet` keeps what a person entered ({block_id: {action_id: value}}) across redraws.

const sheets = new Map();

function placeOf(container, extra = {}) {
  const key = container.view_id ?? `${container.channel}/${container.ts}`;
  if (!sheets.has(key)) sheets.set(key, {});
  return { container, sheet: sheets.get(key), ...extra };
}

function keep(place, block, element, value) {
  (place.sheet[block.block_id] ??= {})[element.action_id] = value;
}

/** What was entered before, else `initial`; either way it is now in the sheet, as Slack's `state` names every control. */
function kept(place, block, element, initial) {
  const known = place.sheet[block.block_id]?.[element.action_id];
  const value = known ?? initial;
  keep(place, block, element, value);
  return value;
}

const state = (place) => ({ values: structuredClone(place.sheet) });
const controlName = (block, element) => `${block.block_id}/${element.action_id}`;
const labelOf = (element, block) => element.accessibility_label || bareText(element.placeholder) || bareText(block.label) || bareText(element.text) || element.action_id;

/** Tells the app about a press; `control` shows that it is under way, and what came of it if that was an error. */
async function press(place, block, element, action, control) {
  if (element.confirm && !(await confirmed(element.confirm))) return false;
  control.classList.add('busy');
  control.setAttribute('aria-busy', 'true');
  const answer = await send('action', { container: place.container, action: { block_id: block.block_id, action_id: element.action_id, type: element.type, ...action }, state: state(place) });
  control.classList.remove('busy');
  control.removeAttribute('aria-busy');
  if (!answer.ok) complain(control, element, answer.error);
  return true;
}

function complain(control, element, error) {
  const text = word('failed', bareText(element.text) || word('action'), reason(error));
  const home = control.closest('.block') ?? control.parentElement;
  home.querySelector(':scope > .trouble')?.remove();
  const note = h('p', { class: 'trouble', role: 'alert' }, icon('warn'), text);
  home.append(note);
  setTimeout(() => note.remove(), 12000);
}

function confirmed(question) {
  const dialog = byId('confirm');
  return new Promise((resolve) => {
    const answer = (value) => () => { dialog.returnValue = value; dialog.close(); };
    dialog.replaceChildren(
      h('h2', { id: 'confirm-title' }, ...textNodes(question.title)),
      h('p', {}, ...textNodes(question.text)),
      h('footer', {}, h('button', { type: 'button', class: 'button', on: { click: answer('') } }, ...(question.deny ? textNodes(question.deny) : [word('cancel')])),
        h('button', { type: 'button', class: question.style === 'danger' ? 'button danger' : 'button primary', on: { click: answer('yes') } }, ...(question.confirm ? textNodes(question.confirm) : [word('yes')]))));
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    dialog.showModal();
  });
}

function buttonControl(element, block, place) {
  const style = element.style === 'primary' ? 'button primary' : element.style === 'danger' ? 'button danger' : 'button';
  const common = { class: style, 'aria-label': element.accessibility_label, data: { control: controlName(block, element), action: element.action_id } };
  const run = () => press(place, block, element, element.value === undefined ? {} : { value: element.value }, control);
  if (element.url && safeAddress(element.url)) {
    const control = h('a', { ...common, href: element.url, target: '_blank', rel: 'noopener noreferrer', on: { click: run } }, ...textNodes(element.text));
    return control;
  }
  const control = h('button', { type: 'button', ...common, on: { click: run } }, ...textNodes(element.text));
  return control;
}

const safeAddress = (address) => { try { return ['http:', 'https:', 'mailto:'].includes(new URL(address, location.href).protocol); } catch { return false; } };

const allOptions = (element) => element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
const sameOption = (one, other) => one?.value === other?.value;

/** A choice of one. Native, because every phone and screen reader knows it. */
function selectControl(element, block, place) {
  const source = element.type === 'users_select' ? app.users.map((user) => ({ text: user.real_name || user.name, value: user.id }))
    : element.type.endsWith('s_select') && element.type !== 'static_select' ? app.channels.filter((one) => !isDirect(one)).map((one) => ({ text: `#${one.name}`, value: one.id })) : null;
  const field = { users_select: 'selected_user', channels_select: 'selected_channel', conversations_select: 'selected_conversation' }[element.type] ?? 'selected_option';
  const initial = element.initial_option ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation ?? null;
  const now = kept(place, block, element, { type: element.type, [field]: initial })[field];
  const current = now?.value ?? now;
  const option = (one) => h('option', { value: one.value, selected: one.value === current }, bareText(one.text));
  const groups = source ? source.map(option) : element.options ? element.options.map(option) : (element.option_groups ?? []).map((group) => h('optgroup', { label: bareText(group.label) }, ...group.options.map(option)));
  const control = h('select', { class: 'select', 'aria-label': labelOf(element, block), data: { control: controlName(block, element), action: element.action_id } },
    h('option', { value: '', disabled: true, hidden: true, selected: current === undefined || current === null }, bareText(element.placeholder) || word('choose')), ...groups);
  control.addEventListener('change', async () => {
    const chosen = source ? control.value : allOptions(element).find((one) => one.value === control.value);
    const before = now;
    keep(place, block, element, { type: element.type, [field]: chosen });
    if (acts(block) && !(await press(place, block, element, { [field]: chosen }, control))) {
      keep(place, block, element, { type: element.type, [field]: before });
      control.value = before?.value ?? before ?? '';
    }
  });
  return h('span', { class: 'select-frame' }, control);
}

/** Inside an `input` block only `dispatch_action` tells the app before the form is submitted. */
const acts = (block) => block.type !== 'input' || block.dispatch_action === true;

function overflowControl(element, block, place) {
  const control = h('button', { type: 'button', class: 'button overflow', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': element.accessibility_label || word('more'), data: { control: controlName(block, element), action: element.action_id } }, icon('more', true));
  control.addEventListener('click', () => openMenu(control, (element.options ?? []).map((option) => ({
    label: bareText(option.text),
    choose: () => {
      if (option.url && safeAddress(option.url)) open(option.url, '_blank', 'noopener');
      press(place, block, element, { selected_option: option }, control);
    },
  }))));
  return control;
}

/** Radio buttons and checkboxes, also the multiple choices (drawn as checkboxes: nothing to learn). */
function choicesControl(element, block, place) {
  const many = element.type !== 'radio_buttons';
  const options = allOptions(element);
  const field = many ? 'selected_options' : 'selected_option';
  const now = kept(place, block, element, { type: element.type, [field]: many ? element.initial_options ?? [] : element.initial_option ?? null })[field];
  const group = `${place.container.view_id ?? place.container.ts}/${controlName(block, element)}`;
  const control = h('div', { class: 'choices', role: many ? 'group' : 'radiogroup', 'aria-label': labelOf(element, block) });
  const boxes = options.map((option, at) => h('input', {
    type: many ? 'checkbox' : 'radio', name: group, value: String(at), data: { control: `${controlName(block, element)}/${at}`, action: element.action_id },
    checked: many ? now.some((one) => sameOption(one, option)) : sameOption(now, option),
    on: { change: () => {
      const chosen = options.filter((_, place_) => boxes[place_].checked);
      const value = many ? chosen : chosen[0] ?? null;
      keep(place, block, element, { type: element.type, [field]: value });
      if (acts(block)) press(place, block, element, { [field]: value }, control);
    } },
  }));
  control.append(...options.map((option, at) => h('label', { class: 'choice' }, boxes[at], h('span', {}, ...textNodes(option.text), option.description ? h('small', {}, ...textNodes(option.description)) : null))));
  return control;
}

/** Fields that hold one string: text, numbers, mail, addresses, dates, times. */
function fieldControl(element, block, place) {
  const [kind, field, initial] = {
    plain_text_input: ['text', 'value', element.initial_value], number_input: ['text', 'value', element.initial_value], email_text_input: ['email', 'value', element.initial_value],
    url_text_input: ['url', 'value', element.initial_value], datepicker: ['date', 'selected_date', element.initial_date], timepicker: ['time', 'selected_time', element.initial_time],
    datetimepicker: ['datetime-local', 'selected_date_time', element.initial_date_time],
  }[element.type];
  const now = kept(place, block, element, { type: element.type, [field]: initial ?? null })[field];
  const shown = kind === 'datetime-local' && now ? new Date(now * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16) : now ?? '';
  const properties = {
    class: 'field', value: shown, placeholder: bareText(element.placeholder), 'aria-label': block.label ? null : labelOf(element, block), autofocus: element.focus_on_load,
    inputmode: element.type === 'number_input' ? 'decimal' : null, autocomplete: 'off', data: { control: controlName(block, element), action: element.action_id },
  };
  const control = element.multiline ? h('textarea', { ...properties, rows: 4 }) : h('input', { ...properties, type: kind });
  const value = () => (control.value === '' ? null : kind === 'datetime-local' ? Math.floor(new Date(control.value).getTime() / 1000) : control.value);
  const dispatch = () => press(place, block, element, { [field]: value() }, control);
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  control.addEventListener('input', () => {
    keep(place, block, element, { type: element.type, [field]: value() });
    if (block.dispatch_action && triggers.includes('on_character_entered')) dispatch();
  });
  control.addEventListener('change', () => { if (kind !== 'text' && acts(block)) dispatch(); });
  control.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !element.multiline && block.dispatch_action && triggers.includes('on_enter_pressed')) { event.preventDefault(); dispatch(); }
  });
  return control;
}

function feedbackControl(element, block, place) {
  const one = (part, name, turned) => {
    const control = h('button', {
      type: 'button', class: 'icon-button', title: bareText(part?.text) || word(name), 'aria-label': part?.accessibility_label || bareText(part?.text) || word(name), 'aria-pressed': 'false',
      data: { control: `${controlName(block, element)}/${name}`, action: element.action_id },
      on: { click: async () => {
        control.parentElement.querySelectorAll('button').forEach((other) => other.setAttribute('aria-pressed', String(other === control)));
        await press(place, block, element, { value: part?.value, text: part?.text }, control);
      } },
    }, icon('thumb', turned));
    return control;
  };
  return h('span', { class: 'feedback' }, one(element.positive_button, 'positive', false), one(element.negative_button, 'negative', true));
}

function iconControl(element, block, place) {
  if (element.visible_to_user_ids?.length && !element.visible_to_user_ids.includes(app.me)) return null;
  const control = h('button', {
    type: 'button', class: 'icon-button', title: bareText(element.text), 'aria-label': element.accessibility_label || bareText(element.text), data: { control: controlName(block, element), action: element.action_id },
    on: { click: () => press(place, block, element, element.value === undefined ? {} : { value: element.value }, control) },
  }, icon(ICONS[element.icon] ? element.icon : 'more'));
  return control;
}

const CONTROLS = {
  button: buttonControl, workflow_button: buttonControl, static_select: selectControl, users_select: selectControl, channels_select: selectControl, conversations_select: selectControl,
  overflow: overflowControl, radio_buttons: choicesControl, checkboxes: choicesControl, multi_static_select: choicesControl,
  plain_text_input: fieldControl, number_input: fieldControl, email_text_input: fieldControl, url_text_input: fieldControl, datepicker: fieldControl, timepicker: fieldControl, datetimepicker: fieldControl,
  feedback_buttons: feedbackControl, icon_button: iconControl, image: (element) => picture(element, 'thumbnail'),
};

function control(element, block, place) {
  const draw = CONTROLS[element?.type];
  return draw ? draw(element, block, place) : unknownNote(element ?? {});
}

// --------------------------------------------------------------------------------------------------------- blocks

/** Pictures come from this machine or from the message itself; anything else stays a note, because nothing is fetched. */
function picture(element, kind) {
  const address = element.image_url ?? '';
  let local = address.startsWith('data:image/');
  try { local ||= new URL(address, location.href).origin === location.origin; } catch { /* drawn as a note */ }
  if (local) return h('img', { class: kind, src: address, alt: element.alt_text ?? '', loading: 'lazy' });
  return h('span', { class: `${kind} no-picture`, role: 'img', 'aria-label': element.alt_text ?? '', title: `${word('image_not_loaded')}: ${address.slice(0, 300)}` }, kind === 'thumbnail' || kind === 'tiny' ? '🖼' : `🖼 ${element.alt_text ?? ''}`);
}

const blockName = (block, place) => `${place.container.view_id ?? place.container.ts}/${block.block_id}`;

const BLOCKS = {
  header: (block) => h('h3', { class: 'header' }, ...textNodes(block.text)),
  divider: () => h('hr'),
  section: (block, place) => h('div', { class: block.accessory?.type === 'image' ? 'section pictured' : 'section' },
    h('div', { class: 'section-text' }, block.text ? foldable(h('div', { class: 'text' }, ...textNodes(block.text)), blockName(block, place)) : null,
      block.fields ? h('div', { class: 'fields' }, ...block.fields.map((field) => h('div', { class: 'text' }, ...textNodes(field)))) : null),
    block.accessory ? h('div', { class: 'accessory' }, control(block.accessory, block, place)) : null),
  context: (block) => h('div', { class: 'context' }, ...(block.elements ?? []).map((element) => (element.type === 'image' ? picture(element, 'tiny') : h('span', { class: 'text' }, ...textNodes(element))))),
  actions: (block, place) => h('div', { class: 'actions' }, ...(block.elements ?? []).map((element) => control(element, block, place))),
  context_actions: (block, place) => h('div', { class: 'actions quiet' }, ...(block.elements ?? []).map((element) => control(element, block, place))),
  rich_text: (block, place) => foldable(richText(block), blockName(block, place)),
  markdown: (block, place) => foldable(h('div', { class: 'markdown' }, markdown(block.text ?? '')), blockName(block, place)),
  table: tableBlock,
  data_table: dataTable,
  data_visualization: chartBlock,
  image: (block) => h('figure', { class: 'image' }, block.title ? h('figcaption', {}, ...textNodes(block.title)) : null, picture(block, 'full')),
  alert: (block) => h('div', { class: `alert ${block.level ?? 'default'}`, role: 'note' }, icon('warn'), h('div', { class: 'text' }, ...textNodes(block.text))),
  input: inputBlock,
  container: containerBlock,
  card: (block, place) => h('div', { class: 'card' }, block.title ? h('strong', {}, ...textNodes(block.title)) : null, block.subtitle ? h('div', { class: 'dim' }, ...textNodes(block.subtitle)) : null,
    block.body ? h('div', { class: 'text' }, ...textNodes(block.body)) : null, block.actions?.length ? h('div', { class: 'actions' }, ...block.actions.map((element) => control(element, block, place))) : null),
  task_card: (block) => h('div', { class: 'card' }, h('strong', {}, block.title ?? ''), h('span', { class: 'dim' }, ` · ${word(`status_${block.status}`)}`), ...[block.details, block.output].filter(Boolean).map(richText)),
};

function containerBlock(block, place) {
  const title = [block.rich_text_title ? richText(block.rich_text_title) : h('strong', {}, ...textNodes(block.title)), block.subtitle ? h('span', { class: 'dim' }, ' ', ...textNodes(block.subtitle)) : null];
  const children = drawBlocks(block.child_blocks ?? [], place);
  if (!block.is_collapsible) return h('div', { class: 'card' }, ...title, children);
  return h('details', { class: 'card', open: !block.default_collapsed }, h('summary', {}, ...title), children);
}

function inputBlock(block, place) {
  const field = control(block.element, block, place);
  const single = field.matches?.('.field') ? field : field.querySelector?.('select');
  const id = `input-${(place.container.view_id ?? place.container.ts ?? '').replace(/\W/g, '')}-${block.block_id}`;
  if (single) { single.id = id; single.removeAttribute('aria-label'); }
  const hint = block.hint ? h('p', { class: 'hint', id: `${id}-hint` }, ...textNodes(block.hint)) : null;
  const problem = h('p', { class: 'problem', id: `${id}-problem`, hidden: true });
  (single ?? field).setAttribute('aria-describedby', [hint?.id, problem.id].filter(Boolean).join(' '));
  return h('div', { class: 'input' },
    h(single ? 'label' : 'div', { class: 'label', ...(single ? { for: id } : {}) }, ...textNodes(block.label), block.optional ? h('span', { class: 'dim' }, ` ${word('optional')}`) : null),
    field, problem, hint);
}

/** Anything this page cannot draw stays visible as a grey note with its JSON: never a broken page. */
function unknownNote(block, sentence = 'unknown_block') {
  return h('details', { class: 'unknown' }, h('summary', {}, word(sentence, block?.type ?? '?')), h('pre', { tabindex: 0 }, JSON.stringify(block, null, 2)?.slice(0, 20000) ?? ''));
}

export function drawBlock(block, place, at = 0) {
  const named = block?.block_id ? block : { ...block, block_id: `block-${at}` };
  let drawn;
  try {
    const draw = Object.hasOwn(BLOCKS, named.type ?? '') ? BLOCKS[named.type] : null;
    drawn = draw ? draw(named, place) : unknownNote(named);
  } catch (error) {
    console.warn('block not drawn', named, error);
    drawn = unknownNote(named, 'broken_block');
  }
  return h('div', { class: `block block-${named.type}`, data: { block: named.block_id } }, drawn);
}

const drawBlocks = (blocks, place) => h('div', { class: 'blocks' }, ...blocks.map((block, at) => drawBlock(block, place, at)));

const FOLD_ABOVE = 460; // px, about 20 lines: Slack, too, folds a long text but never the buttons under it
const unfolded = new Set(); // names of the texts that were opened; they stay open when the message is edited

/** Text that shows its beginning and “Show more” when it is long. */
function foldable(content, name) {
  const button = h('button', { type: 'button', class: 'fold-button', 'aria-expanded': 'false', hidden: true, on: { click: () => {
    if (!unfolded.delete(name)) unfolded.add(name);
    show();
  } } });
  const frame = h('div', { class: 'foldable' }, content, button);
  const show = () => {
    const opened = unfolded.has(name);
    frame.classList.toggle('opened', opened);
    button.setAttribute('aria-expanded', String(opened));
    button.replaceChildren(word(opened ? 'show_less' : 'show_more'));
  };
  new ResizeObserver(() => {
    if (!content.scrollHeight) return; // not in the page yet, or in a hidden tab
    const long = content.scrollHeight > FOLD_ABOVE;
    frame.classList.toggle('folded', long);
    button.hidden = !long;
  }).observe(content);
  show();
  return frame;
}

// -------------------------------------------------------------------------------------------- what the page knows

const app = {
  team: { name: '' }, me: remembered.get('me') ?? 'U0MEI', users: [], channels: [], commands: [], shortcuts: [],
  bot: { name: 'whypod', bot_user_id: '', connected: false, mode: 'socket' },
  messages: new Map(), // channel -> [message], oldest first
  home: null, views: [], traffic: [],
  place: { kind: 'channel', id: 'C0ONCALL' }, tab: 'home', thread: null, linked: false,
  read: new Map(), // channel -> ts of the newest message that was seen
  fresh: null, // ts: messages after it are under the red “New” line
  shown: 200, // messages drawn at once; the rest wait behind a button
};

const isDirect = (channel) => Boolean(channel?.is_im) || channel?.id?.startsWith('D');
const direct = () => app.channels.find((channel) => isDirect(channel) && (!channel.user || channel.user === app.me || channel.user === app.bot.bot_user_id));
const currentChannel = () => (app.place.kind === 'app' ? direct()?.id ?? null : app.place.id);
const userOf = (id) => app.users.find((user) => user.id === id);
const isBot = (message) => Boolean(message.bot_id) || message.user === app.bot.bot_user_id;
const isEphemeral = (message) => Boolean(message.is_ephemeral || message.ephemeral || message.subtype === 'ephemeral');
const isReply = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts);
const momentOf = (ts) => new Date(parseFloat(ts) * 1000);
const dismissed = new Set();

function nameOf(id, label) {
  const user = userOf(id);
  return user?.profile?.display_name || user?.real_name || user?.name || (id === app.bot.bot_user_id ? app.bot.name : label ?? id);
}

function authorOf(message) {
  if (isBot(message)) return { id: app.bot.bot_user_id, name: message.username || app.bot.name, bot: true };
  return { id: message.user, name: nameOf(message.user, message.username), bot: message.user === 'USLACKBOT' };
}

function takeState(known) {
  app.team = typeof known.team === 'string' ? { name: known.team } : known.team ?? app.team;
  app.me = (typeof known.me === 'string' ? known.me : known.me?.id) ?? app.me;
  Object.assign(app, { users: known.users ?? [], channels: known.channels ?? [], commands: known.commands ?? [], shortcuts: (known.shortcuts ?? []).filter((one) => one.type !== 'global'), home: known.home ?? null });
  app.bot = { ...app.bot, ...known.app };
  // A message that did not change keeps its identity, so it is not drawn again and keeps its folds and focus.
  const before = app.messages;
  app.messages = new Map(Object.entries(known.messages ?? {}).map(([channel, list]) => {
    const old = new Map((before.get(channel) ?? []).map((message) => [message.ts, message]));
    return [channel, [...list].sort(byTime).map((message) => (JSON.stringify(old.get(message.ts)) === JSON.stringify(message) ? old.get(message.ts) : message))];
  }));
  app.views = known.views ?? [];
  for (const { id } of app.channels.filter((channel) => !app.read.has(channel.id))) {
    const seen = remembered.get(`read.${app.me}.${id}`);
    if (seen === null) markRead(id); // on a first visit nothing is “new”
    else app.read.set(id, seen);
  }
}

const byTime = (one, other) => parseFloat(one.ts) - parseFloat(other.ts) || (one.ts < other.ts ? -1 : 1);

function putMessage(channel, message) {
  const list = app.messages.get(channel) ?? [];
  const at = list.findIndex((one) => one.ts === message.ts);
  app.messages.set(channel, at >= 0 ? list.with(at, message) : [...list, message].sort(byTime));
}

function dropMessage(channel, ts) {
  app.messages.set(channel, (app.messages.get(channel) ?? []).filter((one) => one.ts !== ts));
}

const visible = (channel) => (app.messages.get(channel) ?? []).filter((message) => !dismissed.has(message.ts));
const inChannel = (channel) => visible(channel).filter((message) => !isReply(message) || message.subtype === 'thread_broadcast');
const repliesTo = (channel, ts) => visible(channel).filter((message) => isReply(message) && message.thread_ts === ts);
const unreadOf = (channel) => inChannel(channel).filter((message) => message.user !== app.me && parseFloat(message.ts) > parseFloat(app.read.get(channel) ?? '0'));
const mentionsMe = (message) => `${message.text ?? ''}${JSON.stringify(message.blocks ?? '')}`.includes(`<@${app.me}>`) || /<!(channel|here|everyone)>/.test(message.text ?? '');

function markRead(channel) {
  const newest = (app.messages.get(channel) ?? []).at(-1)?.ts ?? '0';
  app.read.set(channel, newest);
  remembered.set(`read.${app.me}.${channel}`, newest);
}

// ----------------------------------------------------------------------------------------------------- the server

/** Posts what the person did. Always an answer: {ok, …} or {ok: false, error}. */
async function send(what, body) {
  try {
    const answer = await fetch(`/_sandbox/${what}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user: app.me, ...body }) });
    const said = await answer.json().catch(() => ({}));
    return { ...said, ok: answer.ok && said.ok !== false, error: said.error ?? (answer.ok ? undefined : `http_${answer.status}`) };
  } catch {
    return { ok: false, error: 'network' };
  }
}

const reason = (error) => (WORDS.en[`error_${error}`] ? word(`error_${error}`) : String(error ?? ''));

async function readState() {
  const answer = await fetch(`/_sandbox/state?user=${encodeURIComponent(app.me)}`);
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return answer.json();
}

let source = null;
let retry = null;
let waiting = 500; // ms before the next try; doubles up to 5 s, so a restarted server is found quickly
const early = [];
let settled = false;
let arrived = false; // whether the address the page was opened with has been followed

/** Opens the event stream, then reads the whole state: what happened in between waits in `early` and is applied after. */
function listen() {
  clearTimeout(retry);
  source?.close();
  settled = false;
  early.length = 0;
  const mine = new EventSource(`/_sandbox/events?user=${encodeURIComponent(app.me)}`);
  source = mine;
  const lost = () => {
    if (source !== mine) return;
    mine.close();
    app.linked = false;
    drawLink();
    retry = setTimeout(listen, waiting);
    waiting = Math.min(5000, waiting * 2);
  };
  mine.onopen = async () => {
    try {
      const known = await readState();
      if (source !== mine) return;
      takeState(known);
      settled = true;
      early.splice(0).forEach(happen);
      app.linked = true;
      waiting = 500;
      drawAll();
      if (!arrived) followAddress();
      arrived = true;
    } catch { lost(); }
  };
  mine.onerror = lost;
  mine.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (settled) { happen(event); drawFor(event); } else early.push(event);
  };
}

/** What an event changes in what the page knows. */
function happen(event) {
  const message = event.message ?? event;
  const channel = event.channel ?? message.channel;
  if (['message', 'message_changed', 'ephemeral'].includes(event.type)) {
    putMessage(channel, event.type === 'ephemeral' ? { ...message, is_ephemeral: true } : message);
    if (event.type !== 'message_changed') arrive(channel, message);
  } else if (event.type === 'message_deleted') dropMessage(channel, event.ts ?? event.deleted_ts ?? message.ts);
  else if (event.type === 'view') takeView(event.view);
  else if (event.type === 'view_closed') app.views = app.views.filter((view) => view.id !== (event.view_id ?? event.view?.id));
  else if (event.type === 'home') app.home = event.view ?? event.home ?? null;
  else if (event.type === 'app') Object.assign(app.bot, event.app ?? event, { type: undefined });
  else if (event.type === 'members') app.channels = app.channels.map((one) => (one.id === event.channel ? { ...one, is_member: event.is_member } : one));
  else if (event.type === 'traffic') app.traffic = [...app.traffic, event.entry ?? event].slice(-TRAFFIC_KEPT);
}

function takeView(view) {
  const at = app.views.findIndex((one) => one.id === view.id);
  app.views = at >= 0 ? app.views.with(at, view) : [...app.views, view];
}

function arrive(channel, message) {
  const author = authorOf(message);
  if (message.user !== app.me || isEphemeral(message)) announce(word('said', author.name, bareText(message.text ?? '')));
  const looking = channel === currentChannel() && showsMessages() && document.visibilityState === 'visible' && atBottom(byId('messages'));
  if (message.user === app.me && channel === currentChannel()) app.fresh = null;
  if (looking || message.user === app.me) markRead(channel);
  else if (channel === currentChannel() && app.fresh === null) app.fresh = app.read.get(channel) ?? null;
}

function drawFor(event) {
  if (['message', 'message_changed', 'message_deleted', 'ephemeral'].includes(event.type)) { drawMessages(); drawThread(); drawRail(); drawTabs(); }
  else if (event.type === 'view' || event.type === 'view_closed') drawModal();
  else if (event.type === 'home') drawHome();
  else if (event.type === 'app' || event.type === 'members') { drawRail(); drawPlaceHeader(); drawComposerNote(); }
  else if (event.type === 'traffic') drawTraffic();
}

// ----------------------------------------------------------------------------------------------- rail and headers

function avatar(id, size = 36) {
  if (id === app.bot.bot_user_id) return h('img', { class: 'avatar', src: '/console/whypod.svg', alt: '', width: size, height: size });
  const user = userOf(id);
  const face = h('span', { class: 'avatar initials', 'aria-hidden': 'true', data: { size } }, (nameOf(id, '?') || '?').slice(0, 1).toUpperCase());
  if (/^[0-9a-f]{6}$/i.test(user?.color ?? '')) face.style.backgroundColor = `#${user.color}`;
  return face;
}

const botState = () => (app.bot.connected ? (app.bot.mode === 'http' ? 'http' : 'socket') : 'unconnected');

function drawRail() {
  const entry = (label, lead, here, channel, go) => {
    const unread = channel && !here ? unreadOf(channel) : [];
    const loud = unread.filter((message) => mentionsMe(message) || isDirect(app.channels.find((one) => one.id === channel))).length;
    return h('li', {}, h('button', {
      type: 'button', class: `entry${here ? ' here' : ''}${unread.length ? ' unread' : ''}`, 'aria-current': here ? 'page' : null, data: { control: `rail-${label}` }, on: { click: () => { go(); closeRail(); } },
    }, lead, h('span', { class: 'grow' }, label), unread.length ? h('span', { class: 'unseen' }, ` ${word('unread', unread.length)}`) : null, loud ? h('span', { class: 'badge', 'aria-hidden': 'true' }, loud) : null));
  };
  const channels = app.channels.filter((channel) => !isDirect(channel));
  const focus = focusWithin(byId('rail'));
  byId('rail').replaceChildren(
    h('div', { class: 'team' }, h('strong', {}, app.team.name || 'whypod'), h('span', { class: 'dim' }, word('local'))),
    h('h2', {}, word('channels')),
    h('ul', {}, ...channels.map((channel) => entry(channel.name, h('span', { class: 'sign', 'aria-hidden': 'true' }, '#'), app.place.kind === 'channel' && app.place.id === channel.id, channel.id, () => go({ kind: 'channel', id: channel.id })))),
    h('h2', {}, word('apps')),
    h('ul', {}, entry(app.bot.name, avatar(app.bot.bot_user_id, 20), app.place.kind === 'app', direct()?.id, () => go({ kind: 'app' }))),
    h('p', { class: `bot-state ${botState()}`, role: 'status' }, h('span', { class: 'dot', 'aria-hidden': 'true' }), word(botState())),
    h('span', { class: 'grow' }),
    h('h2', {}, word('people')),
    h('div', { class: 'people', role: 'group', 'aria-label': word('people') }, ...people().map((user) => h('button', {
      type: 'button', class: 'person', 'aria-pressed': String(user.id === app.me), data: { control: `me-${user.id}` }, on: { click: () => become(user.id) },
    }, avatar(user.id, 24), user.real_name || user.name))));
  focus?.();
  const unread = channels.reduce((sum, channel) => sum + (channel.id === currentChannel() ? 0 : unreadOf(channel.id).length), 0);
  document.title = `${unread ? `(${unread}) ` : ''}${placeName()} · ${app.team.name || 'whypod'}`;
}

const people = () => app.users.filter((user) => !user.is_bot && user.id !== 'USLACKBOT' && user.id !== app.bot.bot_user_id);
const placeName = () => (app.place.kind === 'app' ? app.bot.name : `#${app.channels.find((one) => one.id === app.place.id)?.name ?? ''}`);

function openRail() {
  document.body.classList.add('rail-open');
  byId('rail-shade').hidden = false;
  byId('menu-button').setAttribute('aria-expanded', 'true');
  byId('rail').querySelector('.here')?.focus();
}

function closeRail() {
  if (!document.body.classList.contains('rail-open')) return;
  document.body.classList.remove('rail-open');
  byId('rail-shade').hidden = true;
  byId('menu-button').setAttribute('aria-expanded', 'false');
}

function become(user) {
  if (user === app.me) return;
  remembered.set('me', user);
  Object.assign(app, { me: user, views: [], home: null, thread: null, fresh: null });
  app.messages = new Map();
  app.read = new Map();
  drawModal();
  closeRail();
  listen();
  if (app.place.kind === 'app') send('home', {});
}

/** Goes to a channel or to the app; the address keeps the channel, so a reload or a permalink comes back here. */
function go(place, thread = null) {
  const before = currentChannel();
  app.place = place;
  const channel = currentChannel();
  if (before !== channel) { app.shown = 200; app.thread = null; }
  if (thread) app.thread = thread;
  app.fresh = channel && unreadOf(channel).length ? app.read.get(channel) ?? null : null;
  if (channel && showsMessages()) markRead(channel);
  history.replaceState(null, '', place.kind === 'app' ? '#app' : `#${place.id}`);
  if (place.kind === 'app' && app.tab === 'home') send('home', {});
  drawAll();
  toBottom(byId('messages'));
  if (matchMedia('(hover: hover)').matches && showsMessages()) byId('composer-text')?.focus({ preventScroll: true });
}

/** #C0ONCALL, #app, or a permalink: #C0ONCALL/1700000000.000100 and Slack's …/archives/C0ONCALL/p1700000000000100. */
function followAddress() {
  const [id, message] = location.hash.slice(1).split('/');
  if (id === direct()?.id) app.tab = 'messages';
  if (id === 'app' || id === direct()?.id) { go({ kind: 'app' }); return; }
  if (!app.channels.some((channel) => channel.id === id)) return;
  const ts = message?.startsWith('p') ? `${message.slice(1, -6)}.${message.slice(-6)}` : message;
  const known = ts ? (app.messages.get(id) ?? []).find((one) => one.ts === ts) : null;
  go({ kind: 'channel', id }, known && isReply(known) ? known.thread_ts : null);
  const element = ts && document.querySelector(`.message[data-ts="${CSS.escape(ts)}"]`);
  if (element) { followed.delete(byId('messages')); element.scrollIntoView({ block: 'center' }); element.classList.add('pointed'); }
}

const showsMessages = () => app.place.kind === 'channel' || app.tab === 'messages';

function drawPlaceHeader() {
  const channel = app.channels.find((one) => one.id === app.place.id);
  const topic = typeof channel?.topic === 'string' ? channel.topic : channel?.topic?.value;
  byId('place-header').replaceChildren(...[...(app.place.kind === 'app'
    ? [avatar(app.bot.bot_user_id, 24), h('h1', {}, app.bot.name), h('span', { class: 'badge-app' }, word('app'))]
    : [h('h1', {}, h('span', { class: 'sign', 'aria-hidden': 'true' }, '# '), channel?.name ?? ''), h('span', { class: 'topic' }, topic ?? '')]),
  h('span', { class: 'grow' }),
  channel?.is_member === false ? h('button', { type: 'button', class: 'button small', title: word('uninvited', app.bot.name), on: { click: () => send('members', { channel: channel.id, member: true }) } }, word('invite', app.bot.name)) : null,
  h('span', { class: `bot-chip ${botState()}`, title: word(botState()) }, h('span', { class: 'dot', 'aria-hidden': 'true' }), h('span', {}, word(botState())))].filter(Boolean));
}

function drawTabs() {
  const shown = app.place.kind === 'app';
  byId('tabs').hidden = !shown;
  byId('home').hidden = !shown || app.tab !== 'home';
  byId('conversation').hidden = !showsMessages();
  if (!shown) return;
  const focus = focusWithin(byId('tabs'));
  byId('tabs').replaceChildren(...['home', 'messages'].map((tab) => h('button', {
    type: 'button', role: 'tab', 'aria-selected': String(app.tab === tab), tabindex: app.tab === tab ? 0 : -1, data: { control: `tab-${tab}` },
    on: { click: () => { app.tab = tab; go({ kind: 'app' }); }, keydown: (event) => { if (['ArrowLeft', 'ArrowRight'].includes(event.key)) { app.tab = tab === 'home' ? 'messages' : 'home'; go({ kind: 'app' }); byId('tabs').querySelector('[aria-selected=true]').focus(); } } },
  }, word(tab))));
  focus?.();
}

function drawLink() {
  const bar = byId('link-bar');
  const first = app.users.length === 0;
  bar.hidden = app.linked;
  bar.replaceChildren(h('span', { class: 'spinner', 'aria-hidden': 'true' }), word(first ? 'loading' : 'reconnecting'));
}

// ------------------------------------------------------------------------------------------------------- messages

const followed = new WeakMap(); // scroller -> where its end was last; absent while its reader looks elsewhere
const atBottom = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;

function toBottom(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
  followed.set(scroller, scroller.scrollTop);
}

/** Whether the list should stay at its newest message. Growth below leaves scrollTop alone; only a reader makes it less. */
function follows(scroller) {
  if (atBottom(scroller)) return true;
  if (followed.has(scroller) && scroller.scrollTop < followed.get(scroller) - 4) followed.delete(scroller);
  return followed.has(scroller);
}

function follow(scroller) {
  scroller.addEventListener('scroll', () => {
    if (!follows(scroller) || !atBottom(scroller)) return;
    followed.set(scroller, scroller.scrollTop);
    const channel = currentChannel();
    if (scroller.id !== 'messages' || !channel) return;
    byId('jump').hidden = true;
    if (unreadOf(channel).length) { markRead(channel); drawRail(); }
  }, { passive: true });
  // Charts and folds change heights after drawing; the newest message has to stay in sight then, too.
  const growth = new ResizeObserver(() => { if (follows(scroller)) toBottom(scroller); });
  growth.observe(scroller);
  growth.observe(scroller.querySelector('.inner'));
  followed.set(scroller, 0);
}

function drawMessages() {
  const channel = currentChannel();
  const scroller = byId('messages');
  const following = follows(scroller);
  scroller.setAttribute('aria-label', `${word('messages')} ${placeName()}`);
  if (!channel && app.place.kind === 'app') { reconcile(scroller.firstElementChild, [{ key: 'intro', same: [language, 'empty'], make: () => h('p', { class: 'empty' }, word('messages_empty', app.bot.name)) }]); return; }
  const all = inChannel(channel);
  const shown = all.slice(-app.shown);
  const wanted = all.length > shown.length
    ? [{ key: 'earlier', same: [all.length, language], make: () => h('button', { type: 'button', class: 'button earlier', on: { click: () => { app.shown += 200; drawMessages(); } } }, word('earlier', all.length - shown.length)) }]
    : [{ key: 'intro', same: [language, channel, all.length === 0, app.bot.name, app.channels.length], make: () => intro(channel, all.length === 0) }];
  let before = null;
  let freshDrawn = false;
  for (const message of shown) {
    const day = dayKey(momentOf(message.ts));
    const newDay = !before || dayKey(momentOf(before.ts)) !== day;
    if (newDay) wanted.push({ key: `day-${day}`, same: [language, dayName(momentOf(message.ts))], make: () => h('div', { class: 'day', role: 'separator' }, h('span', {}, dayName(momentOf(message.ts)))) });
    const fresh = app.fresh !== null && !freshDrawn && parseFloat(message.ts) > parseFloat(app.fresh) && message.user !== app.me;
    if (fresh) { freshDrawn = true; wanted.push({ key: 'fresh', same: [language], make: () => h('div', { class: 'fresh', role: 'separator' }, h('span', {}, word('fresh'))) }); }
    const head = newDay || fresh || !together(before, message);
    wanted.push(messageItem(channel, message, head, true));
    before = message;
  }
  const newest = all.at(-1)?.ts;
  const mine = newest !== drawMessages.newest && all.at(-1)?.user === app.me && channel === drawMessages.channel;
  const grown = newest !== drawMessages.newest && channel === drawMessages.channel;
  Object.assign(drawMessages, { newest, channel });
  reconcile(scroller.firstElementChild, wanted);
  if (following || mine) { toBottom(scroller); byId('jump').hidden = true; } else if (grown) byId('jump').hidden = false;
}

/** Slack leaves out name and picture when the same author goes on within the minute. */
function together(before, message) {
  return before && authorOf(before).id === authorOf(message).id && !isEphemeral(before) && !isEphemeral(message) && !before.reply_count
    && before.username === message.username && Math.floor(parseFloat(before.ts) / 60) === Math.floor(parseFloat(message.ts) / 60);
}

function messageItem(channel, message, head, threads) {
  const replies = threads ? repliesTo(channel, message.ts) : [];
  const count = threads ? Math.max(replies.length, message.reply_count ?? 0) : 0;
  const latest = replies.at(-1)?.ts ?? message.latest_reply ?? null;
  return { key: message.ts, same: [message, head, language, app.me, count, latest, app.users.length, app.shortcuts, app.bot.bot_user_id], make: () => drawMessage(channel, message, head, threads ? { count, latest, replies } : null) };
}

function drawMessage(channel, message, head, thread) {
  const author = authorOf(message);
  const moment = momentOf(message.ts);
  const secret = isEphemeral(message);
  const place = placeOf({ type: 'message', channel, ts: message.ts, ...(secret ? { is_ephemeral: true } : {}) });
  const time = h('time', { class: 'time', datetime: moment.toISOString(), title: new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'medium' }).format(moment) }, clock(moment));
  const edited = message.edited ? h('span', { class: 'edited', title: message.edited.ts ? clock(momentOf(message.edited.ts)) : null }, ` ${word('edited')}`) : null;
  const hasBlocks = message.blocks?.length > 0;
  const named = head || secret;
  const body = hasBlocks ? [drawBlocks(message.blocks, place), named ? null : edited]
    : message.text || !message.attachments?.length ? [foldable(h('div', { class: 'text' }, mrkdwn(message.text ?? ''), edited), message.ts)] : [];
  return h('article', { class: `message${named ? ' head' : ''}${secret ? ' secret' : ''}`, role: 'listitem', data: { ts: message.ts, author: author.id ?? '' }, 'aria-label': `${author.name} ${clock(moment)}` },
    secret ? h('div', { class: 'secret-note' }, icon('eye'), word('only_you')) : null,
    h('div', { class: 'gutter' }, named ? avatar(author.id) : time),
    h('div', { class: 'body' },
      named ? h('div', { class: 'by' }, h('strong', {}, author.name), author.bot ? h('span', { class: 'badge-app' }, word('app')) : null, time, hasBlocks ? edited : null) : null,
      ...body,
      ...(message.attachments ?? []).map((attachment) => drawAttachment(attachment, place)),
      message.reactions?.length ? h('div', { class: 'reactions' }, ...message.reactions.map((one) => h('span', { class: 'reaction', title: (one.users ?? []).map((id) => nameOf(id)).join(', ') }, emoji(one.name), ` ${one.count ?? one.users?.length ?? 1}`))) : null,
      secret ? h('button', { type: 'button', class: 'dismiss', data: { control: 'dismiss' }, on: { click: () => { dismissed.add(message.ts); drawMessages(); drawThread(); } } }, word('dismiss')) : null,
      thread?.count ? threadBar(message, thread) : null),
    toolbar(channel, message, Boolean(thread) && !secret));
}

function drawAttachment(attachment, place) {
  const bar = h('div', { class: 'attachment' });
  if (/^#?[0-9a-f]{6}$/i.test(attachment.color ?? '')) bar.style.borderLeftColor = `#${attachment.color.replace('#', '')}`;
  else if (['good', 'warning', 'danger'].includes(attachment.color)) bar.classList.add(attachment.color);
  if (attachment.blocks?.length) bar.append(drawBlocks(attachment.blocks, place));
  else {
    bar.append(...[attachment.pretext, attachment.title, attachment.text ?? attachment.fallback].map((text, at) => (text ? h('div', { class: at === 1 ? 'text strong' : 'text' }, mrkdwn(text)) : null)).filter(Boolean),
      ...(attachment.fields ?? []).map((field) => h('div', { class: 'text' }, h('strong', {}, field.title ?? ''), ' ', mrkdwn(String(field.value ?? '')))));
  }
  return bar;
}

function threadBar(message, { count, latest, replies }) {
  const faces = [...new Set(replies.map((reply) => authorOf(reply).id))].slice(0, 3);
  return h('button', { type: 'button', class: 'thread-bar', data: { control: 'thread-bar' }, on: { click: () => openThread(message.ts) } },
    ...faces.map((id) => avatar(id, 24)), h('span', { class: 'count' }, count === 1 ? word('replies_1') : word('replies_n', count)), latest ? h('span', { class: 'dim' }, word('last_reply', ago(momentOf(latest)))) : null);
}

/** What can be done with a message: answer in a thread, the app's message shortcuts, copies. */
function toolbar(channel, message, threads) {
  const run = async (shortcut, button) => {
    button.classList.add('busy');
    const answer = await send('shortcut', { callback_id: shortcut.callback_id, channel, ts: message.ts });
    button.classList.remove('busy');
    if (!answer.ok) complain(button.closest('.message').querySelector('.body'), { text: shortcut.name }, answer.error);
  };
  const shortcuts = isEphemeral(message) ? [] : app.shortcuts;
  const more = h('button', { type: 'button', class: 'icon-button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': word('more'), title: word('more'), data: { control: 'more' } }, icon('more'));
  more.addEventListener('click', () => openMenu(more, [
    ...(threads ? [{ label: word('reply'), choose: () => openThread(message.ts) }] : []),
    ...shortcuts.map((shortcut) => ({ label: shortcut.name, choose: () => run(shortcut, more) })),
    { label: word('copy_text'), choose: () => copy(unescape(message.text ?? '')) },
    ...(message.blocks ? [{ label: word('copy_json'), choose: () => copy(JSON.stringify({ blocks: message.blocks }, null, 2)) }] : []),
  ]));
  return h('div', { class: 'toolbar', role: 'toolbar', 'aria-label': word('more') },
    ...shortcuts.slice(0, 2).map((shortcut) => {
      const button = h('button', { type: 'button', class: 'shortcut', data: { control: `shortcut-${shortcut.callback_id}` }, on: { click: () => run(shortcut, button) } }, icon('bolt'), shortcut.name);
      return button;
    }),
    threads ? h('button', { type: 'button', class: 'icon-button', 'aria-label': word('reply'), title: word('reply'), data: { control: 'reply' }, on: { click: () => openThread(message.ts) } }, icon('reply')) : null, more);
}

const TRIES = [['/exitcode -1', 'try_negative'], ['/exitcode 137', 'try_137'], ['/whypod shop/checkout', 'try_pod']];

/** The first thing in a channel; in #oncall it offers commands, because a stranger has none yet. */
function intro(channel, empty) {
  const known = app.channels.find((one) => one.id === channel);
  if (isDirect(known)) return h('div', { class: 'intro' }, avatar(app.bot.bot_user_id, 48), h('h2', {}, app.bot.name), h('p', {}, word('beginning_app', app.bot.name)));
  if (known?.name !== 'oncall') return h('div', { class: 'intro' }, h('h2', {}, word('beginning', known?.name ?? '')), h('p', {}, word('beginning_text')));
  const tries = TRIES.map(([text, about]) => h('button', { type: 'button', class: 'try', on: { click: () => composers.channel.submit(text) } }, h('code', {}, text), h('span', { class: 'dim' }, word(about))));
  return h('div', { class: empty ? 'intro first' : 'intro' }, h('img', { src: '/console/whypod.svg', alt: '', width: 48, height: 48 }), h('h2', {}, word('beginning_oncall')), h('p', {}, word('beginning_oncall_text')), h('div', { class: 'tries' }, ...tries));
}

function openThread(ts) {
  app.thread = ts;
  drawThread();
  toBottom(byId('thread-messages'));
  byId('thread-text')?.focus({ preventScroll: true });
}

function closeThread() {
  const ts = app.thread;
  app.thread = null;
  drawThread();
  document.querySelector(`#messages .message[data-ts="${CSS.escape(ts ?? '')}"] [data-control="thread-bar"]`)?.focus();
}

function drawThread() {
  const channel = currentChannel();
  const parent = app.thread && channel ? visible(channel).find((message) => message.ts === app.thread) : null;
  const pane = byId('thread');
  pane.hidden = !parent;
  document.body.classList.toggle('thread-open', Boolean(parent));
  if (!parent) return;
  byId('thread-header').replaceChildren(h('h2', {}, word('thread')), h('span', { class: 'dim' }, placeName()), h('span', { class: 'grow' }),
    h('button', { type: 'button', class: 'icon-button', 'aria-label': word('close'), data: { control: 'close-thread' }, on: { click: closeThread } }, icon('close')));
  const following = follows(byId('thread-messages'));
  const replies = repliesTo(channel, parent.ts);
  const wanted = [messageItem(channel, parent, true, false), { key: 'count', same: [replies.length, language], make: () => h('div', { class: 'reply-count', role: 'separator' }, replies.length === 1 ? word('replies_1') : word('replies_n', replies.length)) }];
  replies.forEach((reply, at) => wanted.push(messageItem(channel, reply, at === 0 || !together(replies[at - 1], reply), false)));
  reconcile(byId('thread-messages').firstElementChild, wanted);
  if (following) toBottom(byId('thread-messages'));
}

// ------------------------------------------------------------------------------------------------------- composer

const composers = {};

/** A text field that knows the slash commands. `threaded` composers answer in the open thread. */
function buildComposer(home, id, threaded) {
  const past = { list: JSON.parse(remembered.get('history') ?? '[]'), at: null, draft: '' };
  const list = h('div', { class: 'suggestions', id: `${id}-list`, role: 'listbox', hidden: true });
  const text = h('textarea', { id, rows: 1, role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-describedby': `${id}-note`, autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'send' });
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const note = h('p', { class: 'note', id: `${id}-note` });
  const button = h('button', { type: 'submit', class: 'send' }, icon('send'));
  const form = h('form', { class: 'composer' }, list, text, button);
  home.append(trouble, form, note);
  let chosen = 0;

  const matching = () => {
    const typed = text.value;
    if (threaded || !/^\/\S*$/.test(typed)) return [];
    return app.commands.filter((one) => one.command.startsWith(typed.toLowerCase()));
  };
  const grow = () => { text.style.height = 'auto'; text.style.height = `${Math.min(text.scrollHeight, innerHeight / 3)}px`; };
  const suggest = () => {
    const found = matching();
    chosen = Math.min(chosen, Math.max(0, found.length - 1));
    list.hidden = !found.length;
    text.setAttribute('aria-expanded', String(Boolean(found.length)));
    list.replaceChildren(h('div', { class: 'suggestions-head', 'aria-hidden': 'true' }, word('commands')), ...found.map((one, at) => h('div', {
      role: 'option', id: `${id}-option-${at}`, class: 'suggestion', 'aria-selected': String(at === chosen), on: { pointerdown: (event) => { event.preventDefault(); complete(one); }, pointermove: () => { if (chosen !== at) { chosen = at; mark(); } } },
    }, avatar(app.bot.bot_user_id, 24), h('span', { class: 'what' }, h('span', {}, h('strong', {}, one.command), ' ', h('span', { class: 'dim' }, one.usage_hint ?? '')), h('span', { class: 'dim' }, one.description ?? '')))));
    mark();
    describe();
  };
  const mark = () => {
    [...list.querySelectorAll('.suggestion')].forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === chosen));
      if (at === chosen && !list.hidden) option.scrollIntoView({ block: 'nearest' });
    });
    if (list.hidden) text.removeAttribute('aria-activedescendant');
    else text.setAttribute('aria-activedescendant', `${id}-option-${chosen}`);
  };
  const complete = (one) => {
    text.value = `${one.command} `;
    text.focus();
    suggest();
  };
  const describe = () => {
    const command = app.commands.find((one) => text.value === one.command || text.value.startsWith(`${one.command} `));
    button.disabled = !text.value.trim();
    note.classList.toggle('warning', !app.bot.connected && !threaded);
    note.classList.toggle('keys', !command?.usage_hint && (app.bot.connected || threaded));
    note.replaceChildren(...(command?.usage_hint ? [word('usage', `${command.command} ${command.usage_hint}`)] : !app.bot.connected && !threaded ? [word('unconnected_note')] : [word('composer_hint')]));
  };
  const fail = (sentence) => {
    trouble.hidden = !sentence;
    trouble.replaceChildren(...(sentence ? [icon('warn'), h('span', {}, sentence), h('button', { type: 'button', class: 'icon-button', 'aria-label': word('dismiss'), on: { click: () => fail(null) } }, icon('close'))] : []));
  };
  const recall = (step) => {
    if (!past.list.length) return;
    if (past.at === null) { past.draft = text.value; past.at = past.list.length; }
    past.at = Math.max(0, Math.min(past.list.length, past.at + step));
    text.value = past.at === past.list.length ? past.draft : past.list[past.at];
    if (past.at === past.list.length) past.at = null;
    list.hidden = true;
    grow();
    describe();
    text.setSelectionRange(text.value.length, text.value.length);
  };

  /** Sends a line as a command or a message; a line that failed stays in the field. */
  const submit = async (line) => {
    const channel = currentChannel();
    if (!line.trim() || !channel) return;
    const command = /^\/\S+/.exec(line)?.[0];
    if (command && threaded) return fail(word('thread_command'));
    if (command && app.commands.length && !app.commands.some((one) => one.command === command)) return fail(word('unknown_command', command));
    fail(null);
    past.list = [...past.list.filter((one) => one !== line), line].slice(-50);
    past.at = null;
    remembered.set('history', JSON.stringify(past.list));
    const fromField = text.value === line;
    if (fromField) text.value = '';
    grow();
    suggest();
    toBottom(byId(threaded ? 'thread-messages' : 'messages'));
    app.fresh = null;
    home.classList.add('busy');
    const answer = command ? await send('command', { channel, text: line.trim() }) : await send('say', { channel, text: line.trim(), ...(threaded ? { thread_ts: app.thread } : {}) });
    home.classList.remove('busy');
    if (answer.ok) return;
    fail(word('failed', command ?? word('messages'), reason(answer.error)));
    if (fromField && !text.value) { text.value = line; grow(); describe(); }
  };

  text.addEventListener('input', () => { chosen = 0; past.at = null; grow(); suggest(); });
  text.addEventListener('blur', () => { list.hidden = true; text.setAttribute('aria-expanded', 'false'); });
  text.addEventListener('focus', suggest);
  text.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return; // an input method is choosing characters
    const found = list.hidden ? [] : matching();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (found.length && step) { chosen = (chosen + step + found.length) % found.length; mark(); event.preventDefault(); }
    else if (found.length && (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) && !event.ctrlKey) {
      // A finished command that needs nothing more is sent by Enter; everything else is completed first.
      if (event.key === 'Enter' && found[chosen].command === text.value && !found[chosen].usage_hint) submit(text.value);
      else complete(found[chosen]);
      event.preventDefault();
    } else if (event.key === 'Escape' && !list.hidden) { list.hidden = true; mark(); text.setAttribute('aria-expanded', 'false'); event.stopPropagation(); }
    else if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); submit(text.value); }
    else if (event.key === 'ArrowUp' && !event.shiftKey && (past.at !== null || text.selectionEnd === 0 || !text.value)) { recall(-1); event.preventDefault(); }
    else if (event.key === 'ArrowDown' && past.at !== null) { recall(1); event.preventDefault(); }
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); submit(text.value); text.focus(); });
  const relabel = () => {
    text.placeholder = threaded ? word('reply_to') : word('message_to', placeName());
    text.setAttribute('aria-label', text.placeholder);
    button.setAttribute('aria-label', word('send'));
    list.setAttribute('aria-label', word('commands'));
    describe();
  };
  return { submit, relabel, describe, fail };
}

const drawComposerNote = () => Object.values(composers).forEach((composer) => composer.describe());

// --------------------------------------------------------------------------------------------------------- modals

const drawnViews = new Map(); // view id -> {view, element}: a view under another one keeps what was entered

function drawModal() {
  const dialog = byId('modal');
  const top = app.views.at(-1);
  for (const id of drawnViews.keys()) if (!app.views.some((view) => view.id === id)) { drawnViews.delete(id); sheets.delete(id); }
  if (!top) { if (dialog.open) dialog.close(); dialog.replaceChildren(); return; }
  const known = drawnViews.get(top.id);
  const same = known && JSON.stringify([known.view, language]) === JSON.stringify([top, known.language]) && known.depth === app.views.length;
  if (!same || dialog.firstElementChild !== known.element) {
    const focus = focusWithin(dialog);
    const element = same ? known.element : drawView(top);
    drawnViews.set(top.id, { view: top, element, language, depth: app.views.length });
    dialog.replaceChildren(element);
    dialog.querySelector('.modal-body').scrollTop = known?.scroll ?? 0;
    focus?.();
  }
  if (!dialog.open) dialog.showModal();
  if (!dialog.contains(document.activeElement) || document.activeElement === dialog) (dialog.querySelector('[autofocus]') ?? dialog.querySelector('.modal-body :is(input, textarea, select, button)') ?? dialog.querySelector('button')).focus();
}

function drawView(view) {
  const place = placeOf({ type: 'view', view_id: view.id }, { view });
  const inputs = (view.blocks ?? []).some((block) => block.type === 'input');
  const close = () => closeView(view);
  const closeAll = () => closeView(app.views[0], true);
  const submit = view.submit || inputs ? h('button', { type: 'submit', class: 'button primary' }, ...(view.submit ? textNodes(view.submit) : [word('submit')])) : null;
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const form = h('form', { class: 'modal-form', novalidate: true, data: { view: view.id }, on: { submit: (event) => { event.preventDefault(); submitView(view, place, form, submit, trouble); } } },
    h('header', {}, avatar(app.bot.bot_user_id, 24), h('h2', { id: 'modal-title' }, ...textNodes(view.title)), h('button', { type: 'button', class: 'icon-button', 'aria-label': word('close'), data: { control: 'modal-close' }, on: { click: closeAll } }, icon('close'))),
    h('div', { class: 'modal-body' }, drawBlocks(view.blocks ?? [], place)),
    h('footer', {}, trouble, h('button', { type: 'button', class: 'button', data: { control: 'modal-cancel' }, on: { click: close } }, ...(view.close ? textNodes(view.close) : [word(app.views.length > 1 ? 'back' : submit ? 'cancel' : 'close')])), submit));
  return form;
}

/** What is wrong with the entries before the app sees them: {block_id: sentence}. Slack checks the same things. */
export function problemsOf(blocks, sheet) {
  const problems = {};
  for (const block of blocks.filter((one) => one.type === 'input')) {
    const entered = sheet[block.block_id]?.[block.element.action_id] ?? {};
    const value = Object.entries(entered).find(([name]) => name === 'value' || name.startsWith('selected'))?.[1] ?? null;
    const empty = value === null || value === '' || (Array.isArray(value) && !value.length);
    if (empty && !block.optional) problems[block.block_id] = word('required');
    else if (!empty && block.element.min_length > value.length) problems[block.block_id] = word('too_short', block.element.min_length);
    else if (!empty && block.element.max_length < value.length) problems[block.block_id] = word('too_long', block.element.max_length);
    else if (!empty && block.element.type === 'number_input' && Number.isNaN(Number(value))) problems[block.block_id] = word('not_a_number');
  }
  return problems;
}

function showProblems(form, problems) {
  for (const block of form.querySelectorAll('.block')) {
    const sentence = problems[block.dataset.block];
    const note = block.querySelector('.problem');
    const field = block.querySelector('.field, select, .choices');
    if (note) { note.hidden = !sentence; note.replaceChildren(sentence ?? ''); }
    block.classList.toggle('wrong', Boolean(sentence));
    if (sentence) field?.setAttribute('aria-invalid', 'true');
    else field?.removeAttribute('aria-invalid');
  }
  const first = form.querySelector('.wrong :is(.field, select, input)');
  first?.focus();
  first?.scrollIntoView({ block: 'nearest' });
  if (first) announce(Object.values(problems).join(' '));
}

async function submitView(view, place, form, button, trouble) {
  if (!button || form.classList.contains('busy')) return;
  trouble.hidden = true;
  const own = problemsOf(view.blocks ?? [], place.sheet);
  showProblems(form, own);
  if (Object.keys(own).length) return;
  form.classList.add('busy');
  const answer = await send('submit', { view_id: view.id, values: structuredClone(place.sheet) });
  form.classList.remove('busy');
  const errors = answer.errors ?? answer.problems;
  if (errors && Object.keys(errors).length) showProblems(form, errors);
  else if (!answer.ok) { trouble.hidden = false; trouble.replaceChildren(icon('warn'), word('failed', bareText(view.submit) || word('submit'), reason(answer.error))); }
}

/** Closes a view and what lies above it; `clear` closes the whole stack, as the cross does in Slack. */
function closeView(view, clear = false) {
  app.views = clear ? [] : app.views.slice(0, app.views.findIndex((one) => one.id === view.id));
  drawModal();
  send('close', { view_id: view.id, ...(clear ? { clear } : {}) });
}

// ------------------------------------------------------------------------------------------------------- App Home

function drawHome() {
  const place = placeOf({ type: 'view', view_id: app.home?.id ?? 'home' });
  const wanted = app.home?.blocks?.length
    ? [{ key: 'home', same: [app.home, language], make: () => drawBlocks(app.home.blocks, place) }]
    : [{ key: 'empty', same: [language, app.bot.name], make: () => h('p', { class: 'empty' }, word('home_empty', app.bot.name)) }];
  const home = byId('home');
  if (!home.firstElementChild) home.append(h('div', { class: 'inner' }));
  reconcile(home.firstElementChild, wanted);
}

// -------------------------------------------------------------------------------------------------------- traffic

const TRAFFIC_KEPT = 300; // rows; enough for a session, little enough to draw at once

async function toggleTraffic() {
  const drawer = byId('traffic');
  drawer.hidden = !drawer.hidden;
  byId('traffic-button').setAttribute('aria-expanded', String(!drawer.hidden));
  if (drawer.hidden) return;
  opened = null;
  await readTraffic();
  drawTraffic();
}

async function readTraffic() {
  const known = await fetch('/_sandbox/traffic').then((answer) => answer.json()).catch(() => ({}));
  app.traffic = (known.entries ?? app.traffic).slice(-TRAFFIC_KEPT);
}

let opened = null; // the entry whose request is shown

/** Shows what one exchange asked for; the live events leave that out, so it is read now. */
async function showTraffic(number) {
  opened = opened === number ? null : number;
  if (opened !== null) await readTraffic();
  drawTraffic();
  byId('traffic').querySelector('pre')?.scrollIntoView({ block: 'nearest' });
}

function drawTraffic() {
  const drawer = byId('traffic');
  if (drawer.hidden) return;
  if (!drawer.firstElementChild) drawer.append(h('header', {}), h('div', { class: 'table-frame', tabindex: 0 }));
  const [header, frame] = drawer.children;
  header.replaceChildren(h('h2', {}, word('traffic')), h('span', { class: 'grow' }), h('button', { type: 'button', class: 'icon-button', 'aria-label': word('close'), on: { click: toggleTraffic } }, icon('close')));
  const low = frame.scrollHeight - frame.scrollTop - frame.clientHeight < 40;
  const head = ['time', 'way', 'method', 'ms', 'outcome'].map((name) => h('th', { scope: 'col', class: name === 'ms' ? 'align-right' : null }, word(`traffic_${name}`)));
  const time = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false });
  const rows = app.traffic.flatMap((entry) => [h('tr', { class: entry.outcome === 'ok' ? null : 'bad' }, h('td', {}, entry.at ? time.format(new Date(entry.at * 1000)) : ''), h('td', { class: entry.direction }, word(entry.direction === 'to_app' ? 'to_app' : 'from_app')),
    h('td', {}, h('button', { type: 'button', class: 'plain', 'aria-expanded': String(opened === entry.n), data: { control: `traffic-${entry.n}` }, on: { click: () => showTraffic(entry.n) } }, h('code', {}, entry.method ?? ''))),
    h('td', { class: 'align-right' }, entry.ms ?? ''), h('td', {}, entry.outcome ?? '')),
  opened !== null && opened === entry.n ? h('tr', {}, h('td', { colspan: 5 }, h('pre', {}, JSON.stringify(entry.request ?? {}, null, 2)))) : null]).filter(Boolean);
  const focus = focusWithin(frame);
  frame.replaceChildren(rows.length ? h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)) : h('p', { class: 'empty' }, word('traffic_empty')));
  if (low && opened === null) frame.scrollTop = frame.scrollHeight;
  focus?.();
}

// ---------------------------------------------------------------------------------------------------------- start

function drawWords() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.querySelectorAll('[data-word]').forEach((element) => element.replaceChildren(word(element.dataset.word)));
  document.querySelectorAll('[data-label]').forEach((element) => element.setAttribute('aria-label', word(element.dataset.label)));
  byId('language-button').replaceChildren(word('language_short'));
  byId('jump').replaceChildren(icon('down'), word('jump'));
  byId('menu-button').replaceChildren(icon('menu'));
  Object.values(composers).forEach((composer) => composer.relabel());
  drawTheme();
}

const dark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);

function drawTheme() {
  byId('theme-button').replaceChildren(icon(dark() ? 'sun' : 'moon'));
  byId('theme-button').setAttribute('aria-label', word(dark() ? 'theme_light' : 'theme_dark'));
  byId('theme-button').title = word(dark() ? 'theme_light' : 'theme_dark');
}

function drawAll() {
  drawLink();
  byId('top-team').replaceChildren(app.team.name || 'whypod');
  drawWords();
  drawRail();
  drawPlaceHeader();
  drawTabs();
  drawMessages();
  drawThread();
  drawHome();
  drawModal();
  drawTraffic();
}

function start() {
  const theme = remembered.get('theme');
  if (theme) document.documentElement.dataset.theme = theme;
  const asked = new URLSearchParams(location.search).get('user');
  if (asked) app.me = asked;
  composers.channel = buildComposer(byId('composer'), 'composer-text', false);
  composers.thread = buildComposer(byId('thread-composer'), 'thread-text', true);
  follow(byId('messages'));
  follow(byId('thread-messages'));
  byId('menu-button').addEventListener('click', openRail);
  byId('rail-shade').addEventListener('click', closeRail);
  byId('jump').addEventListener('click', () => toBottom(byId('messages')));
  byId('traffic-button').addEventListener('click', toggleTraffic);
  byId('language-button').addEventListener('click', () => { language = language === 'en' ? 'zh' : 'en'; remembered.set('language', language); drawAll(); });
  byId('theme-button').addEventListener('click', () => { const next = dark() ? 'light' : 'dark'; document.documentElement.dataset.theme = next; remembered.set('theme', next); drawTheme(); });
  byId('modal').addEventListener('cancel', (event) => { event.preventDefault(); if (app.views.length) closeView(app.views.at(-1)); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawTheme);
  addEventListener('hashchange', followAddress);
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
    if (document.body.classList.contains('rail-open')) { closeRail(); byId('menu-button').focus(); }
    else if (byId('thread').contains(document.activeElement)) closeThread();
  });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible' && showsMessages() && currentChannel() && atBottom(byId('messages'))) { markRead(currentChannel()); drawRail(); } });
  setInterval(() => { if (document.visibilityState === 'visible') drawMessages(); }, 60000); // “2 minutes ago” and “Today” go stale
  drawAll();
  listen();
}

if (byId('messages')) start();
