// SPDX-License-Identifier: Apache-2.0
document.querySelectorAll('table.sortable').forEach(function (table) {
  var heads = Array.from(table.tHead.rows[0].cells);
  var body = table.tBodies[0];
  heads.forEach(function (head, column) {
    head.querySelector('button').addEventListener('click', function () {
      var down = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      var value = function (row) {
        return row.cells[column].dataset.sort || row.cells[column].textContent;
      };
      var rows = Array.from(body.rows);
      rows.sort(function (a, b) {
        var x = value(a);
        var y = value(b);
        var order = isNaN(Number(x) - Number(y)) ? x.localeCompare(y) : Number(x) - Number(y);
        return down ? -order : order;
      });
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });
});
var find = document.getElementById('find');
find.addEventListener('input', function () {
  var wanted = find.value.toLowerCase();
  var shown = 0;
  var rows = Array.from(document.getElementById('students-table').tBodies[0].rows);
  rows.forEach(function (row) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
    shown += row.hidden ? 0 : 1;
  });
  document.getElementById('found').textContent = shown + ' of ' + rows.length + ' shown';
});
